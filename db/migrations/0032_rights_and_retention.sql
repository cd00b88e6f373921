CREATE TABLE `retention_rule` (
	`id` integer PRIMARY KEY NOT NULL,
	`subject` text NOT NULL,
	`months` integer NOT NULL,
	`valid_from` text NOT NULL,
	`source` text NOT NULL,
	`recorded_at` text NOT NULL,
	`recorded_by` integer NOT NULL,
	FOREIGN KEY (`recorded_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "retention_rule_subject" CHECK("retention_rule"."subject" IN ('borger', 'kontaktperson')),
	CONSTRAINT "retention_rule_valid_from" CHECK("retention_rule"."valid_from" IS date("retention_rule"."valid_from")),
	CONSTRAINT "retention_rule_months" CHECK("retention_rule"."months" BETWEEN 1 AND 600),
	CONSTRAINT "retention_rule_source" CHECK(length("retention_rule"."source") BETWEEN 1 AND 300)
) STRICT;
--> statement-breakpoint
CREATE TABLE `retention_run` (
	`id` integer PRIMARY KEY NOT NULL,
	`on_date` text NOT NULL,
	`started_at` text NOT NULL,
	`finished_at` text,
	`citizens` integer NOT NULL,
	`persons` integer NOT NULL,
	`kept` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `retention_run_on_date_unique` ON `retention_run` (`on_date`);--> statement-breakpoint
CREATE TABLE `rights_request` (
	`id` integer PRIMARY KEY NOT NULL,
	`citizen_id` integer NOT NULL,
	`kind` text NOT NULL,
	`received_on` text NOT NULL,
	`due_on` text NOT NULL,
	`extended_reason` text,
	`outcome` text,
	`reason` text,
	`closed_on` text,
	`closed_by` integer,
	`created_at` text NOT NULL,
	`created_by` integer NOT NULL,
	`form_key` text,
	FOREIGN KEY (`citizen_id`) REFERENCES `citizen`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`closed_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "rights_request_kind" CHECK("rights_request"."kind" IN ('indsigt', 'sletning', 'berigtigelse', 'indsigelse', 'klage')),
	CONSTRAINT "rights_request_outcome" CHECK("rights_request"."outcome" IN ('imoedekommet', 'delvist', 'afslaaet')),
	CONSTRAINT "rights_request_received_on" CHECK("rights_request"."received_on" IS date("rights_request"."received_on")),
	CONSTRAINT "rights_request_due_on" CHECK("rights_request"."due_on" IS date("rights_request"."due_on")),
	CONSTRAINT "rights_request_closed_on" CHECK("rights_request"."closed_on" IS date("rights_request"."closed_on")),
	CONSTRAINT "rights_request_closed" CHECK(("rights_request"."closed_on" IS NULL) = ("rights_request"."outcome" IS NULL)),
	CONSTRAINT "rights_request_why" CHECK("rights_request"."outcome" IS NULL OR "rights_request"."outcome" = 'imoedekommet' OR "rights_request"."reason" IS NOT NULL)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `rights_request_form_key_unique` ON `rights_request` (`form_key`);--> statement-breakpoint
CREATE INDEX `rights_request_citizen` ON `rights_request` (`citizen_id`);--> statement-breakpoint
CREATE INDEX `rights_request_open` ON `rights_request` (`due_on`) WHERE "rights_request"."closed_on" IS NULL;