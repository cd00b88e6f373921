CREATE TABLE `undo_under_way` (
	`import_id` integer PRIMARY KEY NOT NULL,
	`begun_at` text NOT NULL,
	`begun_by` integer,
	`given_up_because` text,
	`step` integer NOT NULL,
	`after_key` text NOT NULL,
	`rows_done` integer NOT NULL,
	`rows_in_all` integer NOT NULL,
	`undone` integer NOT NULL,
	`kept_count` integer NOT NULL,
	`kept` text NOT NULL,
	FOREIGN KEY (`import_id`) REFERENCES `import_batch`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`begun_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
DROP INDEX `taxonomy_concept_import`;--> statement-breakpoint
CREATE INDEX `taxonomy_concept_import` ON `taxonomy_concept` (`import_id`,`id`);