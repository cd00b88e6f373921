CREATE TABLE `citizen` (
	`id` integer PRIMARY KEY NOT NULL,
	`citizen_key` text NOT NULL,
	`cpr_encrypted` text,
	`cpr_index` blob,
	`name` text,
	`name_folded` text,
	`phone` text,
	`email` text,
	`target_group` text NOT NULL,
	`benefit_since` text,
	`education` text,
	`single_provider` integer,
	`has_employer` integer,
	`unemployed_since` text,
	`birth_year` integer,
	`postcode` text,
	`danish` text,
	`danish_oral` text,
	`danish_written` text,
	`transports` text NOT NULL,
	`max_travel_minutes` integer,
	`hours_min` real,
	`hours_max` real,
	`working_times` text NOT NULL,
	`needs` text NOT NULL,
	`can_start` text,
	`may_be_shared` integer,
	`protected_address` integer,
	`caseworker_name` text,
	`caseworker_user_id` integer,
	`version` integer NOT NULL,
	`import_id` integer,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`edited_at` text,
	`edited_by` integer,
	FOREIGN KEY (`caseworker_user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`import_id`) REFERENCES `import_batch`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`edited_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "citizen_target_group" CHECK("citizen"."target_group" IN ('dagpenge', 'kontanthjaelp_jobparat', 'kontanthjaelp_aktivitetsparat', 'uddannelsesparat', 'uddannelse_aktivitetsparat', 'sygedagpenge', 'jobafklaring', 'ressourceforloeb', 'fleksjobvisiteret', 'revalidering', 'foertidspension', 'selvforsoergende_jobparat', 'selvforsoergende_aktivitetsparat', 'selvforsoergende', 'ung_under_18')),
	CONSTRAINT "citizen_education" CHECK("citizen"."education" IN ('ingen', 'kompetencegivende')),
	CONSTRAINT "citizen_hours" CHECK("citizen"."hours_min" IS NULL OR "citizen"."hours_max" IS NULL OR "citizen"."hours_min" <= "citizen"."hours_max"),
	CONSTRAINT "citizen_cpr_pair" CHECK(("citizen"."cpr_encrypted" IS NULL) = ("citizen"."cpr_index" IS NULL)),
	CONSTRAINT "citizen_benefit_since" CHECK("citizen"."benefit_since" IS date("citizen"."benefit_since")),
	CONSTRAINT "citizen_unemployed_since" CHECK("citizen"."unemployed_since" IS date("citizen"."unemployed_since")),
	CONSTRAINT "citizen_can_start" CHECK("citizen"."can_start" IS date("citizen"."can_start"))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `citizen_citizen_key_unique` ON `citizen` (`citizen_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `citizen_cpr_index_unique` ON `citizen` (`cpr_index`);--> statement-breakpoint
CREATE INDEX `citizen_caseworker` ON `citizen` (`caseworker_user_id`,`name_folded`);--> statement-breakpoint
CREATE INDEX `citizen_import` ON `citizen` (`import_id`);--> statement-breakpoint
CREATE TABLE `citizen_read` (
	`id` integer PRIMARY KEY NOT NULL,
	`citizen_id` integer NOT NULL,
	`user_id` integer NOT NULL,
	`at` text NOT NULL,
	`purpose` text NOT NULL,
	`job_order_id` integer,
	FOREIGN KEY (`citizen_id`) REFERENCES `citizen`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "citizen_read_purpose" CHECK("citizen_read"."purpose" IN ('liste', 'borgerside', 'forslagsliste', 'api', 'udtraek'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `citizen_read_citizen` ON `citizen_read` (`citizen_id`,`at`);--> statement-breakpoint
CREATE INDEX `citizen_read_user` ON `citizen_read` (`user_id`,`at`);--> statement-breakpoint
CREATE TABLE `citizen_term` (
	`id` integer PRIMARY KEY NOT NULL,
	`citizen_id` integer NOT NULL,
	`kind` text NOT NULL,
	`position` integer NOT NULL,
	`text` text NOT NULL,
	`years` real,
	`last_year` integer,
	`expires_on` text,
	FOREIGN KEY (`citizen_id`) REFERENCES `citizen`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "citizen_term_kind" CHECK("citizen_term"."kind" IN ('jobmaal', 'kompetence', 'erfaring', 'certifikat', 'koerekort', 'sprog')),
	CONSTRAINT "citizen_term_expires_on" CHECK("citizen_term"."expires_on" IS date("citizen_term"."expires_on"))
) STRICT;
--> statement-breakpoint
CREATE INDEX `citizen_term_citizen` ON `citizen_term` (`citizen_id`,`kind`,`position`);--> statement-breakpoint
CREATE TABLE `company` (
	`cvr` integer PRIMARY KEY NOT NULL,
	`name` text,
	`form_code` integer,
	`form_text` text,
	`status` text,
	`municipality_code` integer,
	`reklamebeskyttet` integer DEFAULT false NOT NULL,
	`phone` text,
	`email` text,
	`import_id` integer,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`import_id`) REFERENCES `import_batch`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `company_import` ON `company` (`import_id`);--> statement-breakpoint
CREATE TABLE `headcount` (
	`id` integer PRIMARY KEY NOT NULL,
	`p_number` integer NOT NULL,
	`valid_from` text NOT NULL,
	`count` integer,
	`interval` text,
	`full_time_equivalents` real,
	`source` text NOT NULL,
	`note` text,
	`recorded_at` text NOT NULL,
	`recorded_by` integer,
	`superseded_at` text,
	`import_id` integer,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recorded_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`import_id`) REFERENCES `import_batch`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "headcount_source" CHECK("headcount"."source" IN ('erst_maaned', 'maaned', 'kvartal', 'aar', 'liste', 'konsulent')),
	CONSTRAINT "headcount_interval" CHECK("headcount"."interval" IN ('ANTAL_0_0', 'ANTAL_1_1', 'ANTAL_2_4', 'ANTAL_5_9', 'ANTAL_10_19', 'ANTAL_20_49', 'ANTAL_50_99', 'ANTAL_100_199', 'ANTAL_200_499', 'ANTAL_500_999', 'ANTAL_1000_', 'ANTAL_1000_999999')),
	CONSTRAINT "headcount_valid_from" CHECK("headcount"."valid_from" IS date("headcount"."valid_from")),
	CONSTRAINT "headcount_count" CHECK("headcount"."count" >= 0),
	CONSTRAINT "headcount_known" CHECK("headcount"."count" IS NOT NULL OR "headcount"."interval" IS NOT NULL)
) STRICT;
--> statement-breakpoint
CREATE INDEX `headcount_p_unit` ON `headcount` (`p_number`,`valid_from`);--> statement-breakpoint
CREATE INDEX `headcount_import` ON `headcount` (`import_id`);--> statement-breakpoint
CREATE TABLE `life_period` (
	`id` integer PRIMARY KEY NOT NULL,
	`p_number` integer NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	`recorded_at` text NOT NULL,
	`superseded_at` text,
	`import_id` integer,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`import_id`) REFERENCES `import_batch`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "life_period_valid_from" CHECK("life_period"."valid_from" IS date("life_period"."valid_from")),
	CONSTRAINT "life_period_valid_to" CHECK("life_period"."valid_to" IS date("life_period"."valid_to"))
) STRICT;
--> statement-breakpoint
CREATE INDEX `life_period_p_unit` ON `life_period` (`p_number`);--> statement-breakpoint
CREATE INDEX `life_period_import` ON `life_period` (`import_id`);--> statement-breakpoint
CREATE TABLE `location_period` (
	`id` integer PRIMARY KEY NOT NULL,
	`p_number` integer NOT NULL,
	`municipality_code` integer,
	`postcode` text,
	`valid_from` text NOT NULL,
	`valid_to` text,
	`recorded_at` text NOT NULL,
	`superseded_at` text,
	`import_id` integer,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`import_id`) REFERENCES `import_batch`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "location_period_valid_from" CHECK("location_period"."valid_from" IS date("location_period"."valid_from")),
	CONSTRAINT "location_period_valid_to" CHECK("location_period"."valid_to" IS date("location_period"."valid_to"))
) STRICT;
--> statement-breakpoint
CREATE INDEX `location_period_p_unit` ON `location_period` (`p_number`);--> statement-breakpoint
CREATE INDEX `location_period_import` ON `location_period` (`import_id`);--> statement-breakpoint
CREATE TABLE `p_unit` (
	`p_number` integer PRIMARY KEY NOT NULL,
	`cvr` integer NOT NULL,
	`name` text NOT NULL,
	`name_folded` text NOT NULL,
	`street_address` text,
	`postcode` text,
	`city` text,
	`municipality_code` integer,
	`branch_code` text,
	`branch_text` text,
	`phone` text,
	`email` text,
	`start_date` text,
	`end_date` text,
	`reklamebeskyttet` integer DEFAULT false NOT NULL,
	`owner_user_id` integer,
	`import_id` integer,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`edited_at` text,
	`edited_by` integer,
	FOREIGN KEY (`cvr`) REFERENCES `company`(`cvr`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner_user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`import_id`) REFERENCES `import_batch`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`edited_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "p_unit_start_date" CHECK("p_unit"."start_date" IS date("p_unit"."start_date")),
	CONSTRAINT "p_unit_end_date" CHECK("p_unit"."end_date" IS date("p_unit"."end_date"))
) STRICT;
--> statement-breakpoint
CREATE INDEX `p_unit_cvr` ON `p_unit` (`cvr`);--> statement-breakpoint
CREATE INDEX `p_unit_name` ON `p_unit` (`name_folded`,`p_number`,`end_date`);--> statement-breakpoint
CREATE INDEX `p_unit_municipality` ON `p_unit` (`municipality_code`,`name_folded`);--> statement-breakpoint
CREATE INDEX `p_unit_owner` ON `p_unit` (`owner_user_id`,`name_folded`);--> statement-breakpoint
CREATE INDEX `p_unit_branch` ON `p_unit` (`branch_code`,`name_folded`);--> statement-breakpoint
CREATE INDEX `p_unit_import` ON `p_unit` (`import_id`);--> statement-breakpoint
CREATE TABLE `scope_period` (
	`id` integer PRIMARY KEY NOT NULL,
	`p_number` integer NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	`min_count` integer,
	`max_count` integer,
	`recorded_at` text NOT NULL,
	`superseded_at` text,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "scope_period_valid_from" CHECK("scope_period"."valid_from" IS date("scope_period"."valid_from")),
	CONSTRAINT "scope_period_valid_to" CHECK("scope_period"."valid_to" IS date("scope_period"."valid_to"))
) STRICT;
--> statement-breakpoint
CREATE INDEX `scope_period_p_unit` ON `scope_period` (`p_number`);--> statement-breakpoint
CREATE INDEX `scope_period_valid` ON `scope_period` (`valid_to`,`valid_from`,`min_count`,`max_count`,`recorded_at`,`superseded_at`,`p_number`);--> statement-breakpoint
CREATE TABLE `contact` (
	`id` integer PRIMARY KEY NOT NULL,
	`p_number` integer NOT NULL,
	`contact_date` text NOT NULL,
	`kind` text NOT NULL,
	`direction` text NOT NULL,
	`outcome` text NOT NULL,
	`topic` text,
	`offer` text,
	`consultant_name` text,
	`user_id` integer,
	`made_as` text,
	`contact_person` text,
	`note` text,
	`next_step` text,
	`next_step_date` text,
	`next_step_done_at` text,
	`recorded_at` text NOT NULL,
	`recorded_by` integer,
	`replaces_id` integer,
	`correction_reason` text,
	`superseded_at` text,
	`import_id` integer,
	`import_key` blob,
	`form_key` text,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recorded_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`replaces_id`) REFERENCES `contact`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`import_id`) REFERENCES `import_batch`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "contact_kind" CHECK("contact"."kind" IN ('telefon', 'besoeg', 'moede', 'onlinemoede', 'mail', 'sms', 'brev', 'arrangement')),
	CONSTRAINT "contact_direction" CHECK("contact"."direction" IN ('ud', 'ind')),
	CONSTRAINT "contact_outcome" CHECK("contact"."outcome" IN ('opnaaet', 'ikke_opnaaet', 'besked_lagt', 'ikke_interesseret', 'senere')),
	CONSTRAINT "contact_made_as" CHECK("contact"."made_as" IN ('konsulent', 'sagsbehandler')),
	CONSTRAINT "contact_contact_date" CHECK("contact"."contact_date" IS date("contact"."contact_date")),
	CONSTRAINT "contact_next_step_date" CHECK("contact"."next_step_date" IS date("contact"."next_step_date"))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `contact_form_key_unique` ON `contact` (`form_key`);--> statement-breakpoint
CREATE INDEX `contact_p_unit` ON `contact` (`p_number`,`contact_date`);--> statement-breakpoint
CREATE INDEX `contact_period` ON `contact` (`outcome`,`contact_date`,`kind`,`direction`,`made_as`,`recorded_at`,`superseded_at`,`p_number`);--> statement-breakpoint
CREATE INDEX `contact_user` ON `contact` (`user_id`,`contact_date`);--> statement-breakpoint
CREATE INDEX `contact_next_step` ON `contact` (`user_id`,`next_step_done_at`,`next_step_date`);--> statement-breakpoint
CREATE INDEX `contact_import` ON `contact` (`import_id`);--> statement-breakpoint
CREATE INDEX `contact_replaces` ON `contact` (`replaces_id`) WHERE "contact"."replaces_id" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `contact_import_key` ON `contact` (`import_key`) WHERE "contact"."superseded_at" IS NULL;--> statement-breakpoint
CREATE TABLE `import_batch` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`file_name` text NOT NULL,
	`sha256` text NOT NULL,
	`imported_at` text NOT NULL,
	`imported_by` integer,
	`created` integer NOT NULL,
	`updated` integer NOT NULL,
	`unchanged` integer NOT NULL,
	`undone_at` text,
	`undone_by` integer,
	FOREIGN KEY (`imported_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`undone_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "import_batch_kind_value" CHECK("import_batch"."kind" IN ('virksomheder', 'borgere', 'jobordrer', 'kontakter'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `import_batch_kind` ON `import_batch` (`kind`,`imported_at`);--> statement-breakpoint
CREATE TABLE `import_change` (
	`import_id` integer NOT NULL,
	`entity` text NOT NULL,
	`entity_key` text NOT NULL,
	`before` text NOT NULL,
	PRIMARY KEY(`import_id`, `entity`, `entity_key`),
	FOREIGN KEY (`import_id`) REFERENCES `import_batch`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `job_order` (
	`id` integer PRIMARY KEY NOT NULL,
	`order_key` text NOT NULL,
	`p_number` integer,
	`cvr` integer NOT NULL,
	`type` text NOT NULL,
	`purpose` text,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`positions` integer NOT NULL,
	`hours_min` real,
	`hours_max` real,
	`working_times` text NOT NULL,
	`all_working_times` integer NOT NULL,
	`danish_min` text,
	`danish_oral_min` text,
	`danish_written_min` text,
	`offers` text NOT NULL,
	`postcode` text,
	`start_date` text,
	`deadline` text,
	`internal_comment` text,
	`status` text NOT NULL,
	`owner_user_id` integer,
	`version` integer NOT NULL,
	`import_id` integer,
	`created_at` text NOT NULL,
	`created_by` integer,
	`updated_at` text NOT NULL,
	`edited_at` text,
	`edited_by` integer,
	`form_key` text,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`cvr`) REFERENCES `company`(`cvr`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner_user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`import_id`) REFERENCES `import_batch`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`edited_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "job_order_type_value" CHECK("job_order"."type" IN ('ordinaer', 'smaajob', 'loentilskud_privat', 'loentilskud_offentlig', 'virksomhedspraktik', 'nytteindsats', 'fleksjob', 'elevplads', 'voksenlaerling', 'fritidsjob')),
	CONSTRAINT "job_order_purpose" CHECK("job_order"."purpose" IN ('genoptraening', 'afklaring', 'opkvalificering', 'rekruttering')),
	CONSTRAINT "job_order_status_value" CHECK("job_order"."status" IN ('under_behandling', 'inaktiveret', 'behov_daekket', 'frist_udloebet')),
	CONSTRAINT "job_order_purpose_praktik" CHECK("job_order"."purpose" IS NULL OR "job_order"."type" = 'virksomhedspraktik'),
	CONSTRAINT "job_order_title" CHECK(length("job_order"."title") BETWEEN 1 AND 100),
	CONSTRAINT "job_order_description" CHECK(length("job_order"."description") BETWEEN 1 AND 5000),
	CONSTRAINT "job_order_internal_comment" CHECK(length("job_order"."internal_comment") <= 2000),
	CONSTRAINT "job_order_positions" CHECK("job_order"."positions" >= 1),
	CONSTRAINT "job_order_hours" CHECK("job_order"."hours_min" IS NULL OR "job_order"."hours_max" IS NULL OR "job_order"."hours_min" <= "job_order"."hours_max"),
	CONSTRAINT "job_order_start_date" CHECK("job_order"."start_date" IS date("job_order"."start_date")),
	CONSTRAINT "job_order_deadline" CHECK("job_order"."deadline" IS date("job_order"."deadline"))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `job_order_order_key_unique` ON `job_order` (`order_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `job_order_form_key_unique` ON `job_order` (`form_key`);--> statement-breakpoint
CREATE INDEX `job_order_status_deadline` ON `job_order` (`status`,`deadline`,`id`);--> statement-breakpoint
CREATE INDEX `job_order_p_unit` ON `job_order` (`p_number`,`created_at`);--> statement-breakpoint
CREATE INDEX `job_order_cvr` ON `job_order` (`cvr`);--> statement-breakpoint
CREATE INDEX `job_order_owner` ON `job_order` (`owner_user_id`,`status`);--> statement-breakpoint
CREATE INDEX `job_order_type` ON `job_order` (`type`,`status`);--> statement-breakpoint
CREATE INDEX `job_order_import` ON `job_order` (`import_id`);--> statement-breakpoint
CREATE TABLE `job_order_requirement` (
	`id` integer PRIMARY KEY NOT NULL,
	`job_order_id` integer NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`text` text NOT NULL,
	`kan_laeres` integer NOT NULL,
	FOREIGN KEY (`job_order_id`) REFERENCES `job_order`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "job_order_requirement_kind" CHECK("job_order_requirement"."kind" IN ('krav', 'oenske', 'certifikat', 'koerekort', 'sprog'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `job_order_requirement_order` ON `job_order_requirement` (`job_order_id`,`position`);--> statement-breakpoint
CREATE TABLE `job_order_status` (
	`id` integer PRIMARY KEY NOT NULL,
	`job_order_id` integer NOT NULL,
	`status` text NOT NULL,
	`comment` text NOT NULL,
	`changed_at` text NOT NULL,
	`changed_by` integer,
	FOREIGN KEY (`job_order_id`) REFERENCES `job_order`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`changed_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "job_order_status_status" CHECK("job_order_status"."status" IN ('under_behandling', 'inaktiveret', 'behov_daekket', 'frist_udloebet'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `job_order_status_order` ON `job_order_status` (`job_order_id`,`changed_at`);--> statement-breakpoint
CREATE TABLE `match_order_result` (
	`run_id` integer NOT NULL,
	`job_order_id` integer NOT NULL,
	`fence` integer NOT NULL,
	`rows` integer NOT NULL,
	`excluded_counts` text NOT NULL,
	`committed_at` text NOT NULL,
	PRIMARY KEY(`run_id`, `job_order_id`),
	FOREIGN KEY (`run_id`) REFERENCES `match_run`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`job_order_id`) REFERENCES `job_order`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `match_order_result_order` ON `match_order_result` (`job_order_id`,`run_id`);--> statement-breakpoint
CREATE TABLE `match_row` (
	`run_id` integer NOT NULL,
	`job_order_id` integer NOT NULL,
	`rank` integer NOT NULL,
	`citizen_id` integer NOT NULL,
	`score` integer NOT NULL,
	`parts` text NOT NULL,
	PRIMARY KEY(`run_id`, `job_order_id`, `rank`),
	FOREIGN KEY (`run_id`) REFERENCES `match_run`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`job_order_id`) REFERENCES `job_order`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`citizen_id`) REFERENCES `citizen`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `match_row_citizen` ON `match_row` (`citizen_id`,`run_id`,`score`);--> statement-breakpoint
CREATE INDEX `match_row_order` ON `match_row` (`job_order_id`);--> statement-breakpoint
CREATE TABLE `match_run` (
	`id` integer PRIMARY KEY NOT NULL,
	`run_key` text NOT NULL,
	`status` text NOT NULL,
	`requested_by` integer,
	`fence` integer NOT NULL,
	`snapshot_sha` text,
	`engine_version` text NOT NULL,
	`orders` integer NOT NULL,
	`citizens` integer NOT NULL,
	`pairs` integer NOT NULL,
	`matches` integer,
	`shards` integer NOT NULL,
	`planned_at` text NOT NULL,
	`started_at` text,
	`finished_at` text,
	`duration_ms` integer,
	`error` text,
	FOREIGN KEY (`requested_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "match_run_status" CHECK("match_run"."status" IN ('planlagt', 'koerer', 'faerdig', 'fejlet'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `match_run_run_key_unique` ON `match_run` (`run_key`);--> statement-breakpoint
CREATE INDEX `match_run_planned` ON `match_run` (`planned_at`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` integer PRIMARY KEY NOT NULL,
	`topic` text NOT NULL,
	`payload` text NOT NULL,
	`created_at` text NOT NULL,
	`sent_at` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `outbox_unsent` ON `outbox` (`sent_at`,`id`);--> statement-breakpoint
CREATE TABLE `audit_event` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` text NOT NULL,
	`user_id` integer,
	`action` text NOT NULL,
	`entity` text NOT NULL,
	`entity_key` text NOT NULL,
	`detail` text,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `audit_event_entity` ON `audit_event` (`entity`,`entity_key`,`at`);--> statement-breakpoint
CREATE INDEX `audit_event_user` ON `audit_event` (`user_id`,`at`);--> statement-breakpoint
CREATE TABLE `setting` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`updated_at` text NOT NULL,
	`updated_by` integer,
	FOREIGN KEY (`updated_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `session` (
	`id_hash` text PRIMARY KEY NOT NULL,
	`user_id` integer NOT NULL,
	`created_at` text NOT NULL,
	`last_seen_at` text NOT NULL,
	`ended_at` text,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `session_user` ON `session` (`user_id`);--> statement-breakpoint
CREATE TABLE `sign_in_attempt` (
	`id` integer PRIMARY KEY NOT NULL,
	`username` text NOT NULL,
	`address` text NOT NULL,
	`at` text NOT NULL,
	`succeeded` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `sign_in_attempt_username` ON `sign_in_attempt` (`username`,`at`);--> statement-breakpoint
CREATE INDEX `sign_in_attempt_address` ON `sign_in_attempt` (`address`,`at`);--> statement-breakpoint
CREATE TABLE `team` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `team_name_unique` ON `team` (`name`);--> statement-breakpoint
CREATE TABLE `user` (
	`id` integer PRIMARY KEY NOT NULL,
	`username` text NOT NULL,
	`name` text NOT NULL,
	`email` text,
	`password_hash` text NOT NULL,
	`team_id` integer,
	`created_at` text NOT NULL,
	`disabled_at` text,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `user_username_unique` ON `user` (`username`);--> statement-breakpoint
CREATE INDEX `user_team` ON `user` (`team_id`);--> statement-breakpoint
CREATE TABLE `user_role` (
	`user_id` integer NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`user_id`, `role`),
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "user_role_role" CHECK("user_role"."role" IN ('konsulent', 'sagsbehandler', 'leder', 'administrator'))
) STRICT;
