CREATE TABLE `undo_report` (
	`import_id` integer PRIMARY KEY NOT NULL,
	`undone` integer NOT NULL,
	`kept_count` integer NOT NULL,
	`kept` text NOT NULL,
	FOREIGN KEY (`import_id`) REFERENCES `import_batch`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
