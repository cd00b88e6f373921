CREATE TABLE `address_point` (
	`id` integer PRIMARY KEY NOT NULL,
	`postcode` text NOT NULL,
	`street` text NOT NULL,
	`street_folded` text NOT NULL,
	`house_number` integer NOT NULL,
	`house_letter` text NOT NULL,
	`latitude` real NOT NULL,
	`longitude` real NOT NULL,
	`register_id` text,
	`import_id` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`import_id`) REFERENCES `import_batch`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "address_point_postcode" CHECK("address_point"."postcode" GLOB '[0-9][0-9][0-9][0-9]'),
	CONSTRAINT "address_point_house_number" CHECK("address_point"."house_number" BETWEEN 1 AND 999),
	CONSTRAINT "address_point_house_letter" CHECK(length("address_point"."house_letter") <= 1),
	CONSTRAINT "address_point_denmark" CHECK("address_point"."latitude" BETWEEN 54 AND 58 AND "address_point"."longitude" BETWEEN 7 AND 16)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `address_point_house` ON `address_point` (`postcode`,`street_folded`,`house_number`,`house_letter`);--> statement-breakpoint
CREATE INDEX `address_point_import` ON `address_point` (`import_id`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_import_batch` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`file_name` text NOT NULL,
	`sha256` text NOT NULL,
	`imported_at` text NOT NULL,
	`imported_by` integer,
	`created` integer NOT NULL,
	`updated` integer NOT NULL,
	`unchanged` integer NOT NULL,
	`undone_at` text,
	`undone_by` integer,
	FOREIGN KEY (`imported_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`undone_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "import_batch_kind_value" CHECK("__new_import_batch"."kind" IN ('virksomheder', 'borgere', 'jobordrer', 'kontakter', 'esco', 'adresser'))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_import_batch`("id", "kind", "file_name", "sha256", "imported_at", "imported_by", "created", "updated", "unchanged", "undone_at", "undone_by") SELECT "id", "kind", "file_name", "sha256", "imported_at", "imported_by", "created", "updated", "unchanged", "undone_at", "undone_by" FROM `import_batch`;--> statement-breakpoint
DROP TABLE `import_batch`;--> statement-breakpoint
ALTER TABLE `__new_import_batch` RENAME TO `import_batch`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `import_batch_kind` ON `import_batch` (`kind`,`imported_at`);