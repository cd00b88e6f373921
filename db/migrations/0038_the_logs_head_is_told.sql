PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_webhook_subject` (
	`webhook_id` integer NOT NULL,
	`subject` text NOT NULL,
	PRIMARY KEY(`webhook_id`, `subject`),
	FOREIGN KEY (`webhook_id`) REFERENCES `webhook`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "webhook_subject_subject" CHECK("__new_webhook_subject"."subject" IN ('p_unit', 'contact', 'firm_record', 'job_order', 'lead', 'formidling', 'placement', 'match_run', 'coverage_seal', 'import_batch', 'log_head'))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_webhook_subject`("webhook_id", "subject") SELECT "webhook_id", "subject" FROM `webhook_subject`;--> statement-breakpoint
DROP TABLE `webhook_subject`;--> statement-breakpoint
ALTER TABLE `__new_webhook_subject` RENAME TO `webhook_subject`;--> statement-breakpoint
PRAGMA foreign_keys=ON;