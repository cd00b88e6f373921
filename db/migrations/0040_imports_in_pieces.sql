CREATE TABLE `import_under_way` (
	`import_id` integer PRIMARY KEY NOT NULL,
	`staging_file` text NOT NULL,
	`rows_done` integer NOT NULL,
	`rows_in_all` integer NOT NULL,
	FOREIGN KEY (`import_id`) REFERENCES `import_batch`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
ALTER TABLE `import_batch` ADD `finished_at` text;
--> statement-breakpoint
ALTER TABLE `import_batch` ADD `given_up_because` text;