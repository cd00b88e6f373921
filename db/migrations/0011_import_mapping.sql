CREATE TABLE `import_mapping` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`headings` text NOT NULL,
	`columns` text NOT NULL,
	`name` text,
	`used_at` text NOT NULL,
	`used_by` integer NOT NULL,
	FOREIGN KEY (`used_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "import_mapping_kind_value" CHECK("import_mapping"."kind" IN ('virksomheder', 'borgere', 'jobordrer', 'kontakter', 'esco', 'adresser'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `import_mapping_headings` ON `import_mapping` (`kind`,`headings`);