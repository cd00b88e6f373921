CREATE TABLE `citizen_edit` (
	`id` integer PRIMARY KEY NOT NULL,
	`citizen_id` integer NOT NULL,
	`before` text NOT NULL,
	`after` text NOT NULL,
	`version` integer NOT NULL,
	`edited_at` text NOT NULL,
	`edited_by` integer NOT NULL,
	`undone_at` text,
	FOREIGN KEY (`citizen_id`) REFERENCES `citizen`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`edited_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "citizen_edit_json" CHECK(json_valid("citizen_edit"."before") AND json_valid("citizen_edit"."after"))
) STRICT;
--> statement-breakpoint
CREATE INDEX `citizen_edit_citizen` ON `citizen_edit` (`citizen_id`,`id`);