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
	CONSTRAINT "import_batch_kind_value" CHECK("__new_import_batch"."kind" IN ('virksomheder', 'borgere', 'jobordrer', 'kontakter', 'esco', 'adresser', 'samarbejdsgrad', 'borgere_oprindelse'))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_import_batch`("id", "kind", "file_name", "sha256", "imported_at", "imported_by", "created", "updated", "unchanged", "undone_at", "undone_by") SELECT "id", "kind", "file_name", "sha256", "imported_at", "imported_by", "created", "updated", "unchanged", "undone_at", "undone_by" FROM `import_batch`;--> statement-breakpoint
DROP TABLE `import_batch`;--> statement-breakpoint
ALTER TABLE `__new_import_batch` RENAME TO `import_batch`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `import_batch_kind` ON `import_batch` (`kind`,`imported_at`);--> statement-breakpoint
CREATE TABLE `__new_import_mapping` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`headings` text NOT NULL,
	`columns` text NOT NULL,
	`name` text,
	`used_at` text NOT NULL,
	`used_by` integer NOT NULL,
	FOREIGN KEY (`used_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "import_mapping_kind_value" CHECK("__new_import_mapping"."kind" IN ('virksomheder', 'borgere', 'jobordrer', 'kontakter', 'esco', 'adresser', 'samarbejdsgrad', 'borgere_oprindelse'))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_import_mapping`("id", "kind", "headings", "columns", "name", "used_at", "used_by") SELECT "id", "kind", "headings", "columns", "name", "used_at", "used_by" FROM `import_mapping`;--> statement-breakpoint
DROP TABLE `import_mapping`;--> statement-breakpoint
ALTER TABLE `__new_import_mapping` RENAME TO `import_mapping`;--> statement-breakpoint
CREATE UNIQUE INDEX `import_mapping_headings` ON `import_mapping` (`kind`,`headings`);