CREATE TABLE `campaign` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`created_at` text NOT NULL,
	`created_by` integer NOT NULL,
	`ended_at` text,
	`ended_by` integer,
	`form_key` text NOT NULL,
	FOREIGN KEY (`created_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`ended_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "campaign_kind" CHECK("campaign"."kind" IN ('messe', 'pris', 'branche', 'andet')),
	CONSTRAINT "campaign_name" CHECK(length("campaign"."name") BETWEEN 1 AND 100),
	CONSTRAINT "campaign_ended" CHECK(("campaign"."ended_at" IS NULL) = ("campaign"."ended_by" IS NULL))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `campaign_form_key_unique` ON `campaign` (`form_key`);--> statement-breakpoint
CREATE INDEX `campaign_open` ON `campaign` (`ended_at`,`created_at`);--> statement-breakpoint
CREATE TABLE `campaign_answer` (
	`id` integer PRIMARY KEY NOT NULL,
	`campaign_id` integer NOT NULL,
	`p_number` integer NOT NULL,
	`state` text NOT NULL,
	`state_date` text,
	`note` text,
	`answered_at` text NOT NULL,
	`answered_by` integer NOT NULL,
	FOREIGN KEY (`campaign_id`) REFERENCES `campaign`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`answered_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "campaign_answer_state" CHECK("campaign_answer"."state" IN ('ikke_ringet', 'naaet', 'ja', 'nej', 'senere')),
	CONSTRAINT "campaign_answer_state_date" CHECK("campaign_answer"."state_date" IS date("campaign_answer"."state_date")),
	CONSTRAINT "campaign_answer_note" CHECK(length("campaign_answer"."note") <= 500)
) STRICT;
--> statement-breakpoint
CREATE INDEX `campaign_answer_member` ON `campaign_answer` (`campaign_id`,`p_number`,`id`);--> statement-breakpoint
CREATE INDEX `campaign_answer_p_unit` ON `campaign_answer` (`p_number`);--> statement-breakpoint
CREATE TABLE `campaign_member` (
	`campaign_id` integer NOT NULL,
	`p_number` integer NOT NULL,
	`position` integer NOT NULL,
	`state` text NOT NULL,
	`state_date` text,
	`note` text,
	PRIMARY KEY(`campaign_id`, `p_number`),
	FOREIGN KEY (`campaign_id`) REFERENCES `campaign`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "campaign_member_state_value" CHECK("campaign_member"."state" IN ('ikke_ringet', 'naaet', 'ja', 'nej', 'senere')),
	CONSTRAINT "campaign_member_state_date" CHECK("campaign_member"."state_date" IS date("campaign_member"."state_date")),
	CONSTRAINT "campaign_member_note" CHECK(length("campaign_member"."note") <= 500),
	CONSTRAINT "campaign_member_dated" CHECK(("campaign_member"."state" = 'ikke_ringet') = ("campaign_member"."state_date" IS NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX `campaign_member_state` ON `campaign_member` (`campaign_id`,`state`,`state_date`,`position`);--> statement-breakpoint
CREATE INDEX `campaign_member_position` ON `campaign_member` (`campaign_id`,`position`);--> statement-breakpoint
CREATE INDEX `campaign_member_p_unit` ON `campaign_member` (`p_number`);--> statement-breakpoint
CREATE TABLE `heartbeat` (
	`name` text PRIMARY KEY NOT NULL,
	`at` text NOT NULL,
	CONSTRAINT "heartbeat_name" CHECK("heartbeat"."name" IN ('planlaegger'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `calendar_feed` (
	`user_id` integer PRIMARY KEY NOT NULL,
	`secret_hash` text NOT NULL,
	`created_at` text NOT NULL,
	`last_fetched_at` text,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "calendar_feed_secret_hash" CHECK(length("calendar_feed"."secret_hash") = 64)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `calendar_feed_secret_hash_unique` ON `calendar_feed` (`secret_hash`);--> statement-breakpoint
ALTER TABLE `user` ADD `single_keys` integer DEFAULT true NOT NULL;--> statement-breakpoint
CREATE INDEX `job_order_title` ON `job_order` (`title`,`order_key`,`status`);