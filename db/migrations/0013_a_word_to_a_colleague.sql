CREATE TABLE `colleague_note` (
	`id` integer PRIMARY KEY NOT NULL,
	`p_number` integer NOT NULL,
	`kind` text NOT NULL,
	`text` text,
	`contact_id` integer,
	`written_at` text NOT NULL,
	`written_by` integer NOT NULL,
	`holder_id` integer,
	`done_at` text,
	`form_key` text,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_id`) REFERENCES `contact`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`written_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`holder_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "colleague_note_kind" CHECK("colleague_note"."kind" IN ('besked', 'omtale', 'overdragelse')),
	CONSTRAINT "colleague_note_text" CHECK(length("colleague_note"."text") BETWEEN 1 AND 500),
	CONSTRAINT "colleague_note_says" CHECK(("colleague_note"."kind" = 'omtale') = ("colleague_note"."contact_id" IS NOT NULL))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `colleague_note_form_key_unique` ON `colleague_note` (`form_key`);--> statement-breakpoint
CREATE INDEX `colleague_note_p_unit` ON `colleague_note` (`p_number`,`written_at`);--> statement-breakpoint
CREATE INDEX `colleague_note_open` ON `colleague_note` (`holder_id`,`written_at`) WHERE "colleague_note"."done_at" IS NULL;--> statement-breakpoint
CREATE INDEX `colleague_note_written_by` ON `colleague_note` (`written_by`,`written_at`);--> statement-breakpoint
CREATE INDEX `colleague_note_contact` ON `colleague_note` (`contact_id`) WHERE "colleague_note"."contact_id" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `colleague_note_step` (
	`id` integer PRIMARY KEY NOT NULL,
	`note_id` integer NOT NULL,
	`step` text NOT NULL,
	`holder_id` integer,
	`at` text NOT NULL,
	`by` integer NOT NULL,
	FOREIGN KEY (`note_id`) REFERENCES `colleague_note`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`holder_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "colleague_note_step_step" CHECK("colleague_note_step"."step" IN ('sendt', 'tildelt', 'lagt_tilbage', 'klaret'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `colleague_note_step_note` ON `colleague_note_step` (`note_id`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_own_value` (
	`id` integer PRIMARY KEY NOT NULL,
	`p_number` integer NOT NULL,
	`field` text NOT NULL,
	`value` text,
	`value_folded` text,
	`source` text NOT NULL,
	`known_on` text NOT NULL,
	`recorded_at` text NOT NULL,
	`recorded_by` integer NOT NULL,
	`superseded_at` text,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recorded_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "own_value_field" CHECK("__new_own_value"."field" IN ('navn', 'telefon', 'mail', 'adresse', 'kontaktoenske')),
	CONSTRAINT "own_value_source" CHECK("__new_own_value"."source" IN ('virksomheden', 'hjemmeside', 'kollega', 'sammenlaegning')),
	CONSTRAINT "own_value_known_on" CHECK("__new_own_value"."known_on" IS date("__new_own_value"."known_on")),
	CONSTRAINT "own_value_folded" CHECK(("__new_own_value"."value" IS NULL) = ("__new_own_value"."value_folded" IS NULL))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_own_value`("id", "p_number", "field", "value", "value_folded", "source", "known_on", "recorded_at", "recorded_by", "superseded_at") SELECT "id", "p_number", "field", "value", "value_folded", "source", "known_on", "recorded_at", "recorded_by", "superseded_at" FROM `own_value`;--> statement-breakpoint
DROP TABLE `own_value`;--> statement-breakpoint
ALTER TABLE `__new_own_value` RENAME TO `own_value`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `own_value_p_unit` ON `own_value` (`p_number`);--> statement-breakpoint
CREATE UNIQUE INDEX `own_value_standing` ON `own_value` (`field`,`p_number`) WHERE "own_value"."superseded_at" IS NULL;--> statement-breakpoint
CREATE INDEX `job_order_created` ON `job_order` (`created_at`,`positions`);--> statement-breakpoint
CREATE INDEX `job_order_status_changed` ON `job_order_status` (`changed_at`,`status`,`job_order_id`);