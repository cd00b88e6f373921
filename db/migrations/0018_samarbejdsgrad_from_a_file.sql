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
	CONSTRAINT "import_batch_kind_value" CHECK("__new_import_batch"."kind" IN ('virksomheder', 'borgere', 'jobordrer', 'kontakter', 'esco', 'adresser', 'samarbejdsgrad'))
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
	CONSTRAINT "import_mapping_kind_value" CHECK("__new_import_mapping"."kind" IN ('virksomheder', 'borgere', 'jobordrer', 'kontakter', 'esco', 'adresser', 'samarbejdsgrad'))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_import_mapping`("id", "kind", "headings", "columns", "name", "used_at", "used_by") SELECT "id", "kind", "headings", "columns", "name", "used_at", "used_by" FROM `import_mapping`;--> statement-breakpoint
DROP TABLE `import_mapping`;--> statement-breakpoint
ALTER TABLE `__new_import_mapping` RENAME TO `import_mapping`;--> statement-breakpoint
CREATE UNIQUE INDEX `import_mapping_headings` ON `import_mapping` (`kind`,`headings`);--> statement-breakpoint
CREATE TABLE `__new_samarbejdsgrad` (
	`id` integer PRIMARY KEY NOT NULL,
	`period_from` text NOT NULL,
	`period_to` text NOT NULL,
	`firms` integer NOT NULL,
	`local_share` real NOT NULL,
	`others_share` real NOT NULL,
	`all_share` real NOT NULL,
	`source` text NOT NULL,
	`source_date` text NOT NULL,
	`recorded_at` text NOT NULL,
	`recorded_by` integer,
	`import_id` integer,
	FOREIGN KEY (`recorded_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`import_id`) REFERENCES `import_batch`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "samarbejdsgrad_period_from" CHECK("__new_samarbejdsgrad"."period_from" IS date("__new_samarbejdsgrad"."period_from")),
	CONSTRAINT "samarbejdsgrad_period_to" CHECK("__new_samarbejdsgrad"."period_to" IS date("__new_samarbejdsgrad"."period_to")),
	CONSTRAINT "samarbejdsgrad_source_date" CHECK("__new_samarbejdsgrad"."source_date" IS date("__new_samarbejdsgrad"."source_date")),
	CONSTRAINT "samarbejdsgrad_period_order" CHECK("__new_samarbejdsgrad"."period_from" <= "__new_samarbejdsgrad"."period_to"),
	CONSTRAINT "samarbejdsgrad_firms" CHECK("__new_samarbejdsgrad"."firms" > 0),
	CONSTRAINT "samarbejdsgrad_shares" CHECK("__new_samarbejdsgrad"."local_share" BETWEEN 0 AND 1 AND "__new_samarbejdsgrad"."others_share" BETWEEN 0 AND 1 AND "__new_samarbejdsgrad"."all_share" BETWEEN 0 AND 1),
	CONSTRAINT "samarbejdsgrad_source" CHECK(length("__new_samarbejdsgrad"."source") BETWEEN 1 AND 300)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_samarbejdsgrad`("id", "period_from", "period_to", "firms", "local_share", "others_share", "all_share", "source", "source_date", "recorded_at", "recorded_by", "import_id") SELECT "id", "period_from", "period_to", "firms", "local_share", "others_share", "all_share", "source", "source_date", "recorded_at", "recorded_by", NULL FROM `samarbejdsgrad`;--> statement-breakpoint
DROP TABLE `samarbejdsgrad`;--> statement-breakpoint
ALTER TABLE `__new_samarbejdsgrad` RENAME TO `samarbejdsgrad`;--> statement-breakpoint
CREATE INDEX `samarbejdsgrad_import` ON `samarbejdsgrad` (`import_id`) WHERE "samarbejdsgrad"."import_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `samarbejdsgrad_period` ON `samarbejdsgrad` (`period_from`,`period_to`,`id`);--> statement-breakpoint
CREATE TRIGGER `samarbejdsgrad_stands_update` BEFORE UPDATE ON `samarbejdsgrad` BEGIN
	SELECT RAISE(ABORT, 'samarbejdsgrad is never changed');
END;
--> statement-breakpoint
CREATE TRIGGER `samarbejdsgrad_stands_delete` BEFORE DELETE ON `samarbejdsgrad` BEGIN
	SELECT RAISE(ABORT, 'samarbejdsgrad is never changed');
END;
