CREATE TABLE `webhook` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`secret` text NOT NULL,
	`created_at` text NOT NULL,
	`created_by` integer NOT NULL,
	`closed_at` text,
	FOREIGN KEY (`created_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `webhook_delivery` (
	`id` integer PRIMARY KEY NOT NULL,
	`message_id` text NOT NULL,
	`webhook_id` integer NOT NULL,
	`entity` text NOT NULL,
	`action` text NOT NULL,
	`entity_key` text NOT NULL,
	`occurred_at` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` text,
	`delivered_at` text,
	`last_attempt_at` text,
	`last_status` integer,
	`problem` text,
	FOREIGN KEY (`webhook_id`) REFERENCES `webhook`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "webhook_delivery_problem" CHECK("webhook_delivery"."problem" IN ('ikke_tilladt', 'privat_adresse', 'ukendt_vaert', 'svarer_ikke', 'certifikat', 'omdirigering', 'afvist', 'hemmelighed', 'gendannet')),
	CONSTRAINT "webhook_delivery_over" CHECK("webhook_delivery"."due_at" IS NULL OR "webhook_delivery"."delivered_at" IS NULL)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_delivery_message_id_unique` ON `webhook_delivery` (`message_id`);--> statement-breakpoint
CREATE INDEX `webhook_delivery_due` ON `webhook_delivery` (`due_at`);--> statement-breakpoint
CREATE INDEX `webhook_delivery_webhook` ON `webhook_delivery` (`webhook_id`,`id`);--> statement-breakpoint
CREATE INDEX `webhook_delivery_occurred` ON `webhook_delivery` (`occurred_at`);--> statement-breakpoint
CREATE TABLE `webhook_subject` (
	`webhook_id` integer NOT NULL,
	`subject` text NOT NULL,
	PRIMARY KEY(`webhook_id`, `subject`),
	FOREIGN KEY (`webhook_id`) REFERENCES `webhook`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "webhook_subject_subject" CHECK("webhook_subject"."subject" IN ('p_unit', 'contact', 'firm_record', 'job_order', 'lead', 'formidling', 'placement', 'match_run', 'coverage_seal', 'import_batch'))
) STRICT;
