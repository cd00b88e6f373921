CREATE TABLE `merbeskaeftigelse` (
	`id` integer PRIMARY KEY NOT NULL,
	`cvr` integer NOT NULL,
	`asked_on` text NOT NULL,
	`latest_years` real NOT NULL,
	`average_years` real NOT NULL,
	`vacated` integer NOT NULL,
	`note` text,
	`recorded_at` text NOT NULL,
	`recorded_by` integer NOT NULL,
	FOREIGN KEY (`cvr`) REFERENCES `company`(`cvr`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recorded_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "merbeskaeftigelse_asked_on" CHECK("merbeskaeftigelse"."asked_on" IS date("merbeskaeftigelse"."asked_on")),
	CONSTRAINT "merbeskaeftigelse_latest" CHECK("merbeskaeftigelse"."latest_years" BETWEEN 0 AND 999999),
	CONSTRAINT "merbeskaeftigelse_average" CHECK("merbeskaeftigelse"."average_years" BETWEEN 0 AND 999999),
	CONSTRAINT "merbeskaeftigelse_note" CHECK(length("merbeskaeftigelse"."note") <= 1000)
) STRICT;
--> statement-breakpoint
CREATE INDEX `merbeskaeftigelse_cvr` ON `merbeskaeftigelse` (`cvr`,`asked_on`);--> statement-breakpoint
CREATE TABLE `ordinary_staff` (
	`id` integer PRIMARY KEY NOT NULL,
	`p_number` integer NOT NULL,
	`month` text NOT NULL,
	`full_time_years` real NOT NULL,
	`source` text NOT NULL,
	`recorded_at` text NOT NULL,
	`recorded_by` integer NOT NULL,
	`superseded_at` text,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recorded_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "ordinary_staff_source" CHECK("ordinary_staff"."source" IN ('virksomheden', 'cvr')),
	CONSTRAINT "ordinary_staff_month" CHECK("ordinary_staff"."month" IS date("ordinary_staff"."month")),
	CONSTRAINT "ordinary_staff_first_day" CHECK("ordinary_staff"."month" LIKE '%-01'),
	CONSTRAINT "ordinary_staff_years" CHECK("ordinary_staff"."full_time_years" BETWEEN 0 AND 99999)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `ordinary_staff_standing` ON `ordinary_staff` (`p_number`,`month`) WHERE "ordinary_staff"."superseded_at" IS NULL;--> statement-breakpoint
CREATE TABLE `benefit_period` (
	`id` integer PRIMARY KEY NOT NULL,
	`citizen_id` integer NOT NULL,
	`target_group` text NOT NULL,
	`from_date` text NOT NULL,
	`until_date` text,
	`recorded_at` text NOT NULL,
	`recorded_by` integer,
	`import_id` integer,
	`superseded_at` text,
	FOREIGN KEY (`citizen_id`) REFERENCES `citizen`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`target_group`) REFERENCES `target_group`(`code`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recorded_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`import_id`) REFERENCES `import_batch`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "benefit_period_from_date" CHECK("benefit_period"."from_date" IS date("benefit_period"."from_date")),
	CONSTRAINT "benefit_period_until_date" CHECK("benefit_period"."until_date" IS date("benefit_period"."until_date")),
	CONSTRAINT "benefit_period_period" CHECK("benefit_period"."until_date" IS NULL OR "benefit_period"."until_date" > "benefit_period"."from_date")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `benefit_period_standing` ON `benefit_period` (`citizen_id`,`from_date`) WHERE "benefit_period"."superseded_at" IS NULL;--> statement-breakpoint
CREATE INDEX `benefit_period_target_group` ON `benefit_period` (`target_group`);--> statement-breakpoint
CREATE INDEX `benefit_period_import` ON `benefit_period` (`import_id`) WHERE "benefit_period"."import_id" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `citizen_shift` (
	`citizen_id` integer NOT NULL,
	`weekday` integer NOT NULL,
	`from_minute` integer NOT NULL,
	`to_minute` integer NOT NULL,
	PRIMARY KEY(`citizen_id`, `weekday`, `from_minute`),
	FOREIGN KEY (`citizen_id`) REFERENCES `citizen`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "citizen_shift_weekday" CHECK("citizen_shift"."weekday" BETWEEN 1 AND 7),
	CONSTRAINT "citizen_shift_times" CHECK("citizen_shift"."from_minute" >= 0 AND "citizen_shift"."to_minute" > "citizen_shift"."from_minute" AND "citizen_shift"."to_minute" <= 1440)
) STRICT;
--> statement-breakpoint
CREATE TABLE `disclosure` (
	`id` integer PRIMARY KEY NOT NULL,
	`citizen_id` integer NOT NULL,
	`topic` text NOT NULL,
	`may` integer NOT NULL,
	`agreed_on` text NOT NULL,
	`recorded_at` text NOT NULL,
	`recorded_by` integer NOT NULL,
	`superseded_at` text,
	FOREIGN KEY (`citizen_id`) REFERENCES `citizen`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recorded_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "disclosure_topic" CHECK("disclosure"."topic" IN ('navn', 'telefon', 'cv', 'jobmaal', 'timer', 'hensyn', 'ordning', 'dansk')),
	CONSTRAINT "disclosure_agreed_on" CHECK("disclosure"."agreed_on" IS date("disclosure"."agreed_on"))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `disclosure_standing` ON `disclosure` (`citizen_id`,`topic`) WHERE "disclosure"."superseded_at" IS NULL;--> statement-breakpoint
CREATE TABLE `formidling` (
	`id` integer PRIMARY KEY NOT NULL,
	`job_order_id` integer NOT NULL,
	`citizen_id` integer NOT NULL,
	`stage` text NOT NULL,
	`asked_at` text,
	`answer_by` text,
	`answer` text,
	`answered_at` text,
	`shared_at` text,
	`interview_on` text,
	`ended` text,
	`version` integer NOT NULL,
	`created_at` text NOT NULL,
	`created_by` integer NOT NULL,
	`updated_at` text NOT NULL,
	`form_key` text,
	FOREIGN KEY (`job_order_id`) REFERENCES `job_order`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`citizen_id`) REFERENCES `citizen`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "formidling_stage" CHECK("formidling"."stage" IN ('vurderes', 'spurgt', 'delt', 'samtale', 'startet', 'ej')),
	CONSTRAINT "formidling_answer" CHECK("formidling"."answer" IN ('ja', 'nej')),
	CONSTRAINT "formidling_ended" CHECK("formidling"."ended" IN ('borger_nej', 'intet_svar', 'passer_ikke', 'virksomhed_nej', 'moedte_ikke', 'fandt_andet', 'ordre_lukket', 'andet')),
	CONSTRAINT "formidling_answer_by_date" CHECK("formidling"."answer_by" IS date("formidling"."answer_by")),
	CONSTRAINT "formidling_interview_on" CHECK("formidling"."interview_on" IS date("formidling"."interview_on")),
	CONSTRAINT "formidling_asked" CHECK(("formidling"."asked_at" IS NULL) = ("formidling"."answer_by" IS NULL)),
	CONSTRAINT "formidling_was_asked" CHECK("formidling"."stage" <> 'spurgt' OR "formidling"."asked_at" IS NOT NULL),
	CONSTRAINT "formidling_answered" CHECK(("formidling"."answer" IS NULL) = ("formidling"."answered_at" IS NULL)),
	CONSTRAINT "formidling_yes_first" CHECK("formidling"."shared_at" IS NULL OR ("formidling"."answer" IS NOT NULL AND "formidling"."answer" = 'ja')),
	CONSTRAINT "formidling_shared_first" CHECK("formidling"."stage" NOT IN ('delt', 'samtale', 'startet') OR "formidling"."shared_at" IS NOT NULL),
	CONSTRAINT "formidling_why" CHECK(("formidling"."stage" = 'ej') = ("formidling"."ended" IS NOT NULL))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `formidling_form_key_unique` ON `formidling` (`form_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `formidling_open` ON `formidling` (`job_order_id`,`citizen_id`) WHERE "formidling"."stage" <> 'ej';--> statement-breakpoint
CREATE INDEX `formidling_order` ON `formidling` (`job_order_id`,`stage`);--> statement-breakpoint
CREATE INDEX `formidling_citizen` ON `formidling` (`citizen_id`,`stage`);--> statement-breakpoint
CREATE INDEX `formidling_answer_by` ON `formidling` (`answer_by`) WHERE "formidling"."stage" = 'spurgt';--> statement-breakpoint
CREATE INDEX `formidling_shared` ON `formidling` (`shared_at`) WHERE "formidling"."shared_at" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `formidling_event` (
	`id` integer PRIMARY KEY NOT NULL,
	`formidling_id` integer NOT NULL,
	`event` text NOT NULL,
	`comment` text,
	`at` text NOT NULL,
	`by` integer,
	FOREIGN KEY (`formidling_id`) REFERENCES `formidling`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "formidling_event_event" CHECK("formidling_event"."event" IN ('oprettet', 'anonym_profil', 'spurgt', 'rykket', 'svar', 'delt', 'samtale', 'startet', 'ej', 'genaabnet', 'note')),
	CONSTRAINT "formidling_event_comment" CHECK(length("formidling_event"."comment") BETWEEN 1 AND 2000)
) STRICT;
--> statement-breakpoint
CREATE INDEX `formidling_event_formidling` ON `formidling_event` (`formidling_id`,`id`);--> statement-breakpoint
CREATE TABLE `legal_rule` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`from_date` text NOT NULL,
	`until_date` text,
	`content` text,
	`sentence` text NOT NULL,
	`source` text NOT NULL,
	`confidence` text NOT NULL,
	`change_reason` text,
	`replaces_id` integer,
	`recorded_at` text NOT NULL,
	`recorded_by` integer,
	`superseded_at` text,
	FOREIGN KEY (`replaces_id`) REFERENCES `legal_rule`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recorded_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "legal_rule_kind" CHECK("legal_rule"."kind" IN ('hvem_maa', 'varighed', 'forholdstal', 'merbeskaeftigelse', 'sats', 'arbejdspligt', 'fritidsjob', 'voksenlaerling', 'refusion', 'svarfrist')),
	CONSTRAINT "legal_rule_confidence" CHECK("legal_rule"."confidence" IN ('hoej', 'mellem', 'lav')),
	CONSTRAINT "legal_rule_from_date" CHECK("legal_rule"."from_date" IS date("legal_rule"."from_date")),
	CONSTRAINT "legal_rule_until_date" CHECK("legal_rule"."until_date" IS date("legal_rule"."until_date")),
	CONSTRAINT "legal_rule_period" CHECK("legal_rule"."until_date" IS NULL OR "legal_rule"."until_date" > "legal_rule"."from_date"),
	CONSTRAINT "legal_rule_content" CHECK("legal_rule"."content" IS NULL OR json_valid("legal_rule"."content")),
	CONSTRAINT "legal_rule_sentence" CHECK(length("legal_rule"."sentence") BETWEEN 1 AND 500),
	CONSTRAINT "legal_rule_source" CHECK(length("legal_rule"."source") BETWEEN 1 AND 300)
) STRICT;
--> statement-breakpoint
CREATE INDEX `legal_rule_in_force` ON `legal_rule` (`kind`,`subject`,`from_date`);--> statement-breakpoint
CREATE INDEX `legal_rule_replaces` ON `legal_rule` (`replaces_id`) WHERE "legal_rule"."replaces_id" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `target_group` (
	`code` text PRIMARY KEY NOT NULL,
	`number` text,
	`label` text NOT NULL,
	`from_date` text NOT NULL,
	`until_date` text,
	`source` text NOT NULL,
	`confidence` text NOT NULL,
	`recorded_at` text NOT NULL,
	`recorded_by` integer,
	FOREIGN KEY (`recorded_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "target_group_confidence" CHECK("target_group"."confidence" IN ('hoej', 'mellem', 'lav')),
	CONSTRAINT "target_group_from_date" CHECK("target_group"."from_date" IS date("target_group"."from_date")),
	CONSTRAINT "target_group_until_date" CHECK("target_group"."until_date" IS date("target_group"."until_date")),
	CONSTRAINT "target_group_period" CHECK("target_group"."until_date" IS NULL OR "target_group"."until_date" > "target_group"."from_date"),
	CONSTRAINT "target_group_code" CHECK("target_group"."code" GLOB '[a-z]*' AND length("target_group"."code") BETWEEN 2 AND 60),
	CONSTRAINT "target_group_label" CHECK(length("target_group"."label") BETWEEN 1 AND 120)
) STRICT;
--> statement-breakpoint
CREATE TABLE `target_group_successor` (
	`code` text NOT NULL,
	`successor_code` text NOT NULL,
	`recorded_at` text NOT NULL,
	`recorded_by` integer,
	PRIMARY KEY(`code`, `successor_code`),
	FOREIGN KEY (`code`) REFERENCES `target_group`(`code`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`successor_code`) REFERENCES `target_group`(`code`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recorded_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "target_group_successor_other" CHECK("target_group_successor"."code" <> "target_group_successor"."successor_code")
) STRICT;
--> statement-breakpoint
CREATE INDEX `target_group_successor_successor` ON `target_group_successor` (`successor_code`);--> statement-breakpoint
CREATE TABLE `employer_answer` (
	`id` integer PRIMARY KEY NOT NULL,
	`job_order_id` integer NOT NULL,
	`answer` text NOT NULL,
	`text` text,
	`answered_at` text NOT NULL,
	`answered_by` integer NOT NULL,
	`contact_id` integer,
	`form_key` text,
	FOREIGN KEY (`job_order_id`) REFERENCES `job_order`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`answered_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_id`) REFERENCES `contact`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "employer_answer_answer" CHECK("employer_answer"."answer" IN ('paa_vej', 'kandidater_sendt', 'ingen_passer')),
	CONSTRAINT "employer_answer_text" CHECK(length("employer_answer"."text") BETWEEN 1 AND 2000)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `employer_answer_form_key_unique` ON `employer_answer` (`form_key`);--> statement-breakpoint
CREATE INDEX `employer_answer_order` ON `employer_answer` (`job_order_id`,`answered_at`);--> statement-breakpoint
CREATE INDEX `employer_answer_contact` ON `employer_answer` (`contact_id`) WHERE "employer_answer"."contact_id" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `job_order_shift` (
	`job_order_id` integer NOT NULL,
	`weekday` integer NOT NULL,
	`from_minute` integer NOT NULL,
	`to_minute` integer NOT NULL,
	PRIMARY KEY(`job_order_id`, `weekday`, `from_minute`),
	FOREIGN KEY (`job_order_id`) REFERENCES `job_order`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "job_order_shift_weekday" CHECK("job_order_shift"."weekday" BETWEEN 1 AND 7),
	CONSTRAINT "job_order_shift_times" CHECK("job_order_shift"."from_minute" >= 0 AND "job_order_shift"."to_minute" > "job_order_shift"."from_minute" AND "job_order_shift"."to_minute" <= 1440)
) STRICT;
--> statement-breakpoint
CREATE TABLE `lead` (
	`id` integer PRIMARY KEY NOT NULL,
	`p_number` integer NOT NULL,
	`title` text NOT NULL,
	`note` text,
	`type` text,
	`positions` integer,
	`weekly_hours` real,
	`likely_from` text,
	`follow_up_on` text NOT NULL,
	`owner_user_id` integer,
	`contact_id` integer,
	`job_order_id` integer,
	`ended` text,
	`ended_at` text,
	`ended_by` integer,
	`version` integer NOT NULL,
	`created_at` text NOT NULL,
	`created_by` integer NOT NULL,
	`updated_at` text NOT NULL,
	`form_key` text,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner_user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_id`) REFERENCES `contact`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`job_order_id`) REFERENCES `job_order`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`ended_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "lead_type" CHECK("lead"."type" IN ('ordinaer', 'smaajob', 'loentilskud_privat', 'loentilskud_offentlig', 'virksomhedspraktik', 'nytteindsats', 'fleksjob', 'elevplads', 'voksenlaerling', 'fritidsjob')),
	CONSTRAINT "lead_ended" CHECK("lead"."ended" IN ('blev_til_ordre', 'intet_behov', 'fandt_selv', 'andet')),
	CONSTRAINT "lead_likely_from" CHECK("lead"."likely_from" IS date("lead"."likely_from")),
	CONSTRAINT "lead_follow_up_on" CHECK("lead"."follow_up_on" IS date("lead"."follow_up_on")),
	CONSTRAINT "lead_title" CHECK(length("lead"."title") BETWEEN 1 AND 100),
	CONSTRAINT "lead_note" CHECK(length("lead"."note") <= 2000),
	CONSTRAINT "lead_positions" CHECK("lead"."positions" BETWEEN 1 AND 500),
	CONSTRAINT "lead_weekly_hours" CHECK("lead"."weekly_hours" BETWEEN 0 AND 60),
	CONSTRAINT "lead_end" CHECK(("lead"."ended" IS NULL) = ("lead"."ended_at" IS NULL)),
	CONSTRAINT "lead_became_order" CHECK(("lead"."ended" IS NOT NULL AND "lead"."ended" = 'blev_til_ordre') = ("lead"."job_order_id" IS NOT NULL))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `lead_form_key_unique` ON `lead` (`form_key`);--> statement-breakpoint
CREATE INDEX `lead_p_unit` ON `lead` (`p_number`,`created_at`);--> statement-breakpoint
CREATE INDEX `lead_open` ON `lead` (`owner_user_id`,`follow_up_on`) WHERE "lead"."ended" IS NULL;--> statement-breakpoint
CREATE INDEX `lead_contact` ON `lead` (`contact_id`) WHERE "lead"."contact_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `lead_order` ON `lead` (`job_order_id`) WHERE "lead"."job_order_id" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `order_template` (
	`id` integer PRIMARY KEY NOT NULL,
	`p_number` integer NOT NULL,
	`name` text NOT NULL,
	`draft` text NOT NULL,
	`created_at` text NOT NULL,
	`created_by` integer NOT NULL,
	`retired_at` text,
	`retired_by` integer,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`retired_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "order_template_name" CHECK(length("order_template"."name") BETWEEN 1 AND 100),
	CONSTRAINT "order_template_draft" CHECK(json_valid("order_template"."draft"))
) STRICT;
--> statement-breakpoint
CREATE INDEX `order_template_p_unit` ON `order_template` (`p_number`,`name`);--> statement-breakpoint
CREATE TABLE `placement` (
	`id` integer PRIMARY KEY NOT NULL,
	`citizen_id` integer NOT NULL,
	`p_number` integer NOT NULL,
	`cvr` integer NOT NULL,
	`job_order_id` integer,
	`formidling_id` integer,
	`type` text NOT NULL,
	`purpose` text,
	`job_function` text NOT NULL,
	`goal` text,
	`starts_on` text NOT NULL,
	`ends_on` text,
	`ended_on` text,
	`ended` text,
	`became_ordinary` integer,
	`ordinary_hours` real,
	`mentor_name` text,
	`contact_person_id` integer,
	`employer_signed_on` text,
	`representative_name` text,
	`representative_signed_on` text,
	`approved_on` text,
	`approved_by` integer,
	`version` integer NOT NULL,
	`created_at` text NOT NULL,
	`created_by` integer NOT NULL,
	`updated_at` text NOT NULL,
	`withdrawn_at` text,
	`withdrawn_by` integer,
	`withdrawn_reason` text,
	`form_key` text,
	FOREIGN KEY (`citizen_id`) REFERENCES `citizen`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`cvr`) REFERENCES `company`(`cvr`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`job_order_id`) REFERENCES `job_order`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`formidling_id`) REFERENCES `formidling`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_person_id`) REFERENCES `contact_person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`approved_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`withdrawn_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "placement_type_value" CHECK("placement"."type" IN ('ordinaer', 'smaajob', 'loentilskud_privat', 'loentilskud_offentlig', 'virksomhedspraktik', 'nytteindsats', 'fleksjob', 'elevplads', 'voksenlaerling', 'fritidsjob')),
	CONSTRAINT "placement_purpose" CHECK("placement"."purpose" IN ('genoptraening', 'afklaring', 'opkvalificering', 'rekruttering')),
	CONSTRAINT "placement_ended" CHECK("placement"."ended" IN ('efter_aftalen', 'ordinaert_job_her', 'ordinaert_job_andetsteds', 'uddannelse', 'anden_ordning', 'borgeren_stoppede', 'virksomheden_stoppede', 'andet')),
	CONSTRAINT "placement_purpose_praktik" CHECK("placement"."purpose" IS NULL OR "placement"."type" = 'virksomhedspraktik'),
	CONSTRAINT "placement_function" CHECK(length("placement"."job_function") BETWEEN 1 AND 100),
	CONSTRAINT "placement_goal" CHECK(length("placement"."goal") <= 500),
	CONSTRAINT "placement_starts_on" CHECK("placement"."starts_on" IS date("placement"."starts_on")),
	CONSTRAINT "placement_ends_on" CHECK("placement"."ends_on" IS date("placement"."ends_on")),
	CONSTRAINT "placement_ended_on" CHECK("placement"."ended_on" IS date("placement"."ended_on")),
	CONSTRAINT "placement_employer_signed_on" CHECK("placement"."employer_signed_on" IS date("placement"."employer_signed_on")),
	CONSTRAINT "placement_representative_signed_on" CHECK("placement"."representative_signed_on" IS date("placement"."representative_signed_on")),
	CONSTRAINT "placement_approved_on" CHECK("placement"."approved_on" IS date("placement"."approved_on")),
	CONSTRAINT "placement_period" CHECK("placement"."ends_on" IS NULL OR "placement"."ends_on" >= "placement"."starts_on"),
	CONSTRAINT "placement_ended_period" CHECK("placement"."ended_on" IS NULL OR "placement"."ended_on" >= "placement"."starts_on"),
	CONSTRAINT "placement_why" CHECK(("placement"."ended_on" IS NULL) = ("placement"."ended" IS NULL)),
	CONSTRAINT "placement_approval" CHECK(("placement"."approved_on" IS NULL) = ("placement"."approved_by" IS NULL)),
	CONSTRAINT "placement_ordinary_hours" CHECK("placement"."ordinary_hours" BETWEEN 0 AND 60),
	CONSTRAINT "placement_withdrawn" CHECK(("placement"."withdrawn_at" IS NULL) = ("placement"."withdrawn_reason" IS NULL))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `placement_formidling_id_unique` ON `placement` (`formidling_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `placement_form_key_unique` ON `placement` (`form_key`);--> statement-breakpoint
CREATE INDEX `placement_citizen` ON `placement` (`citizen_id`,`starts_on`);--> statement-breakpoint
CREATE INDEX `placement_p_unit` ON `placement` (`p_number`,`starts_on`);--> statement-breakpoint
CREATE INDEX `placement_cvr` ON `placement` (`cvr`);--> statement-breakpoint
CREATE INDEX `placement_order` ON `placement` (`job_order_id`) WHERE "placement"."job_order_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `placement_type` ON `placement` (`type`,`starts_on`);--> statement-breakpoint
CREATE INDEX `placement_running` ON `placement` (`ends_on`,`id`) WHERE "placement"."ended_on" IS NULL AND "placement"."withdrawn_at" IS NULL;--> statement-breakpoint
CREATE INDEX `placement_person` ON `placement` (`contact_person_id`) WHERE "placement"."contact_person_id" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `placement_extension` (
	`id` integer PRIMARY KEY NOT NULL,
	`placement_id` integer NOT NULL,
	`ends_on_before` text NOT NULL,
	`ends_on` text NOT NULL,
	`reason` text NOT NULL,
	`decided_at` text NOT NULL,
	`decided_by` integer NOT NULL,
	FOREIGN KEY (`placement_id`) REFERENCES `placement`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "placement_extension_ends_on_before" CHECK("placement_extension"."ends_on_before" IS date("placement_extension"."ends_on_before")),
	CONSTRAINT "placement_extension_ends_on" CHECK("placement_extension"."ends_on" IS date("placement_extension"."ends_on")),
	CONSTRAINT "placement_extension_later" CHECK("placement_extension"."ends_on" > "placement_extension"."ends_on_before"),
	CONSTRAINT "placement_extension_reason" CHECK(length("placement_extension"."reason") BETWEEN 1 AND 1000)
) STRICT;
--> statement-breakpoint
CREATE INDEX `placement_extension_placement` ON `placement_extension` (`placement_id`,`decided_at`);--> statement-breakpoint
CREATE TABLE `placement_follow_up` (
	`id` integer PRIMARY KEY NOT NULL,
	`placement_id` integer NOT NULL,
	`kind` text NOT NULL,
	`due_on` text NOT NULL,
	`done_on` text,
	`done_by` integer,
	`recorded_at` text,
	`still_there` integer,
	`ordinary_hours` real,
	`note` text,
	FOREIGN KEY (`placement_id`) REFERENCES `placement`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`done_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "placement_follow_up_kind" CHECK("placement_follow_up"."kind" IN ('opfoelgning', 'uge_13', 'uge_26')),
	CONSTRAINT "placement_follow_up_due_on" CHECK("placement_follow_up"."due_on" IS date("placement_follow_up"."due_on")),
	CONSTRAINT "placement_follow_up_done_on" CHECK("placement_follow_up"."done_on" IS date("placement_follow_up"."done_on")),
	CONSTRAINT "placement_follow_up_done" CHECK(("placement_follow_up"."done_on" IS NULL) = ("placement_follow_up"."done_by" IS NULL)),
	CONSTRAINT "placement_follow_up_hours" CHECK("placement_follow_up"."ordinary_hours" BETWEEN 0 AND 60),
	CONSTRAINT "placement_follow_up_note" CHECK(length("placement_follow_up"."note") <= 2000)
) STRICT;
--> statement-breakpoint
CREATE INDEX `placement_follow_up_placement` ON `placement_follow_up` (`placement_id`,`due_on`);--> statement-breakpoint
CREATE INDEX `placement_follow_up_due` ON `placement_follow_up` (`due_on`,`placement_id`) WHERE "placement_follow_up"."done_on" IS NULL;--> statement-breakpoint
CREATE TABLE `placement_hours` (
	`id` integer PRIMARY KEY NOT NULL,
	`placement_id` integer NOT NULL,
	`from_date` text NOT NULL,
	`weekly_hours` real NOT NULL,
	`recorded_at` text NOT NULL,
	`recorded_by` integer NOT NULL,
	`superseded_at` text,
	FOREIGN KEY (`placement_id`) REFERENCES `placement`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recorded_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "placement_hours_from_date" CHECK("placement_hours"."from_date" IS date("placement_hours"."from_date")),
	CONSTRAINT "placement_hours_weekly" CHECK("placement_hours"."weekly_hours" > 0 AND "placement_hours"."weekly_hours" <= 60)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `placement_hours_standing` ON `placement_hours` (`placement_id`,`from_date`) WHERE "placement_hours"."superseded_at" IS NULL;--> statement-breakpoint
CREATE TABLE `placement_shift` (
	`hours_id` integer NOT NULL,
	`weekday` integer NOT NULL,
	`from_minute` integer NOT NULL,
	`to_minute` integer NOT NULL,
	PRIMARY KEY(`hours_id`, `weekday`, `from_minute`),
	FOREIGN KEY (`hours_id`) REFERENCES `placement_hours`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "placement_shift_weekday" CHECK("placement_shift"."weekday" BETWEEN 1 AND 7),
	CONSTRAINT "placement_shift_times" CHECK("placement_shift"."from_minute" >= 0 AND "placement_shift"."to_minute" > "placement_shift"."from_minute" AND "placement_shift"."to_minute" <= 1440)
) STRICT;
--> statement-breakpoint
CREATE TABLE `rule_override` (
	`id` integer PRIMARY KEY NOT NULL,
	`citizen_id` integer NOT NULL,
	`job_order_id` integer,
	`placement_id` integer,
	`rule_id` integer,
	`what` text NOT NULL,
	`answer` text NOT NULL,
	`sentence` text NOT NULL,
	`reason` text NOT NULL,
	`decided_at` text NOT NULL,
	`decided_by` integer NOT NULL,
	FOREIGN KEY (`citizen_id`) REFERENCES `citizen`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`job_order_id`) REFERENCES `job_order`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`placement_id`) REFERENCES `placement`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`rule_id`) REFERENCES `legal_rule`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "rule_override_answer" CHECK("rule_override"."answer" IN ('ja', 'nej', 'mangler')),
	CONSTRAINT "rule_override_reason" CHECK(length("rule_override"."reason") BETWEEN 1 AND 1000)
) STRICT;
--> statement-breakpoint
CREATE INDEX `rule_override_citizen` ON `rule_override` (`citizen_id`,`decided_at`);--> statement-breakpoint
CREATE INDEX `rule_override_order` ON `rule_override` (`job_order_id`) WHERE "rule_override"."job_order_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `rule_override_placement` ON `rule_override` (`placement_id`) WHERE "rule_override"."placement_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `rule_override_rule` ON `rule_override` (`rule_id`) WHERE "rule_override"."rule_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `rule_override_decided` ON `rule_override` (`decided_at`);--> statement-breakpoint
CREATE TABLE `citizen_background` (
	`citizen_id` integer PRIMARY KEY NOT NULL,
	`background` text NOT NULL,
	`import_id` integer,
	`recorded_at` text NOT NULL,
	FOREIGN KEY (`citizen_id`) REFERENCES `citizen`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`import_id`) REFERENCES `import_batch`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "citizen_background_background" CHECK("citizen_background"."background" IN ('dansk', 'vestlig', 'ikke_vestlig'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `citizen_background_import` ON `citizen_background` (`import_id`);--> statement-breakpoint
-- The groups that the program came with: citizens refer to them.
INSERT INTO `target_group` (`code`, `number`, `label`, `from_date`, `source`, `confidence`, `recorded_at`) VALUES
	('dagpenge', '1', 'Dagpenge', '2020-01-01', 'LAB § 6, nr. 1', 'hoej', '2020-01-01T00:00:00.000Z'),
	('kontanthjaelp_jobparat', '2', 'Kontanthjælp, jobparat', '2020-01-01', 'LAB § 6, nr. 2', 'hoej', '2020-01-01T00:00:00.000Z'),
	('kontanthjaelp_aktivitetsparat', '3', 'Kontanthjælp, aktivitetsparat', '2020-01-01', 'LAB § 6, nr. 3', 'hoej', '2020-01-01T00:00:00.000Z'),
	('uddannelsesparat', '4', 'Uddannelsesparat', '2020-01-01', 'LAB § 6, nr. 4', 'hoej', '2020-01-01T00:00:00.000Z'),
	('uddannelse_aktivitetsparat', '5', 'Uddannelse, aktivitetsparat', '2020-01-01', 'LAB § 6, nr. 5', 'hoej', '2020-01-01T00:00:00.000Z'),
	('sygedagpenge', '6', 'Sygedagpenge', '2020-01-01', 'LAB § 6, nr. 6', 'hoej', '2020-01-01T00:00:00.000Z'),
	('jobafklaring', '7', 'Jobafklaring', '2020-01-01', 'LAB § 6, nr. 7', 'hoej', '2020-01-01T00:00:00.000Z'),
	('ressourceforloeb', '8', 'Ressourceforløb', '2020-01-01', 'LAB § 6, nr. 8', 'hoej', '2020-01-01T00:00:00.000Z'),
	('fleksjobvisiteret', '9', 'Fleksjobvisiteret', '2020-01-01', 'LAB § 6, nr. 9', 'hoej', '2020-01-01T00:00:00.000Z'),
	('revalidering', '10', 'Revalidering', '2020-01-01', 'LAB § 6, nr. 10', 'hoej', '2020-01-01T00:00:00.000Z'),
	('foertidspension', '11', 'Førtidspension', '2020-01-01', 'LAB § 6, nr. 11', 'hoej', '2020-01-01T00:00:00.000Z'),
	('selvforsoergende_jobparat', '12', 'Selvforsørgende, jobparat', '2020-01-01', 'LAB § 6, nr. 12', 'mellem', '2020-01-01T00:00:00.000Z'),
	('selvforsoergende_aktivitetsparat', '12', 'Selvforsørgende, aktivitetsparat', '2020-01-01', 'LAB § 6, nr. 12', 'mellem', '2020-01-01T00:00:00.000Z'),
	('selvforsoergende', '12', 'Selvforsørgende', '2020-01-01', 'LAB § 6, nr. 12', 'mellem', '2020-01-01T00:00:00.000Z'),
	('ung_under_18', '13', 'Ung under 18', '2020-01-01', 'LAB § 6, nr. 13', 'mellem', '2020-01-01T00:00:00.000Z');
--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_citizen` (
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
	`purpose` text,
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
	FOREIGN KEY (`target_group`) REFERENCES `target_group`(`code`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`caseworker_user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`import_id`) REFERENCES `import_batch`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`edited_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "citizen_education" CHECK("__new_citizen"."education" IN ('ingen', 'kompetencegivende')),
	CONSTRAINT "citizen_purpose" CHECK("__new_citizen"."purpose" IN ('genoptraening', 'afklaring', 'opkvalificering', 'rekruttering')),
	CONSTRAINT "citizen_hours" CHECK("__new_citizen"."hours_min" IS NULL OR "__new_citizen"."hours_max" IS NULL OR "__new_citizen"."hours_min" <= "__new_citizen"."hours_max"),
	CONSTRAINT "citizen_cpr_pair" CHECK(("__new_citizen"."cpr_encrypted" IS NULL) = ("__new_citizen"."cpr_index" IS NULL)),
	CONSTRAINT "citizen_benefit_since" CHECK("__new_citizen"."benefit_since" IS date("__new_citizen"."benefit_since")),
	CONSTRAINT "citizen_unemployed_since" CHECK("__new_citizen"."unemployed_since" IS date("__new_citizen"."unemployed_since")),
	CONSTRAINT "citizen_can_start" CHECK("__new_citizen"."can_start" IS date("__new_citizen"."can_start"))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_citizen`("id", "citizen_key", "cpr_encrypted", "cpr_index", "name", "name_folded", "phone", "email", "target_group", "benefit_since", "education", "single_provider", "has_employer", "unemployed_since", "birth_year", "postcode", "danish", "danish_oral", "danish_written", "transports", "max_travel_minutes", "hours_min", "hours_max", "working_times", "needs", "can_start", "purpose", "may_be_shared", "protected_address", "caseworker_name", "caseworker_user_id", "version", "import_id", "created_at", "updated_at", "edited_at", "edited_by") SELECT "id", "citizen_key", "cpr_encrypted", "cpr_index", "name", "name_folded", "phone", "email", "target_group", "benefit_since", "education", "single_provider", "has_employer", "unemployed_since", "birth_year", "postcode", "danish", "danish_oral", "danish_written", "transports", "max_travel_minutes", "hours_min", "hours_max", "working_times", "needs", "can_start", "purpose", "may_be_shared", "protected_address", "caseworker_name", "caseworker_user_id", "version", "import_id", "created_at", "updated_at", "edited_at", "edited_by" FROM `citizen`;--> statement-breakpoint
DROP TABLE `citizen`;--> statement-breakpoint
ALTER TABLE `__new_citizen` RENAME TO `citizen`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `citizen_citizen_key_unique` ON `citizen` (`citizen_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `citizen_cpr_index_unique` ON `citizen` (`cpr_index`);--> statement-breakpoint
CREATE INDEX `citizen_caseworker` ON `citizen` (`caseworker_user_id`,`name_folded`);--> statement-breakpoint
CREATE INDEX `citizen_import` ON `citizen` (`import_id`);--> statement-breakpoint
CREATE INDEX `citizen_target_group` ON `citizen` (`target_group`);--> statement-breakpoint
ALTER TABLE `job_order` ADD `first_answer_due` text;--> statement-breakpoint
CREATE INDEX `job_order_first_answer` ON `job_order` (`first_answer_due`) WHERE "job_order"."first_answer_due" IS NOT NULL;
--> statement-breakpoint
-- The table citizen was made anew: its triggers of 0002 as well.
CREATE TRIGGER `citizen_change_insert` AFTER INSERT ON `citizen` BEGIN
	INSERT OR REPLACE INTO `citizen_change` VALUES (NEW.`id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `citizen_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `citizen_change_update` AFTER UPDATE ON `citizen` BEGIN
	INSERT OR REPLACE INTO `citizen_change` VALUES (NEW.`id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `citizen_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `citizen_change_delete` AFTER DELETE ON `citizen` BEGIN
	INSERT OR REPLACE INTO `citizen_change` VALUES (OLD.`id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `citizen_change`));
END;
--> statement-breakpoint
INSERT INTO `benefit_period` (`citizen_id`, `target_group`, `from_date`, `recorded_at`, `import_id`)
SELECT `id`, `target_group`, `benefit_since`, `updated_at`, `import_id` FROM `citizen` WHERE `benefit_since` IS NOT NULL;
--> statement-breakpoint
-- What was answered by a rule must be found again: a rule is corrected by a new row, never changed.
CREATE TRIGGER `legal_rule_never_changed` BEFORE UPDATE OF `kind`, `subject`, `from_date`, `until_date`, `content`, `sentence`, `source`, `confidence`, `recorded_at`, `replaces_id` ON `legal_rule` BEGIN
	SELECT RAISE(ABORT, 'a legal_rule is never changed');
END;
--> statement-breakpoint
CREATE TRIGGER `legal_rule_never_deleted` BEFORE DELETE ON `legal_rule` BEGIN
	SELECT RAISE(ABORT, 'a legal_rule is never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER `formidling_event_never_changed` BEFORE UPDATE ON `formidling_event` BEGIN
	SELECT RAISE(ABORT, 'a formidling_event is never changed');
END;
--> statement-breakpoint
CREATE TRIGGER `rule_override_never_changed` BEFORE UPDATE ON `rule_override` BEGIN
	SELECT RAISE(ABORT, 'a rule_override is never changed');
END;
--> statement-breakpoint
-- No order is over-filled, whoever writes: a withdrawn placement gives its position back.
CREATE TRIGGER `placement_not_over_filled` BEFORE INSERT ON `placement`
WHEN NEW.`job_order_id` IS NOT NULL AND NEW.`withdrawn_at` IS NULL
	AND (SELECT count(*) FROM `placement` WHERE `job_order_id` = NEW.`job_order_id` AND `withdrawn_at` IS NULL)
		>= (SELECT `positions` FROM `job_order` WHERE `id` = NEW.`job_order_id`)
BEGIN
	SELECT RAISE(ABORT, 'the order is full');
END;
--> statement-breakpoint
CREATE TRIGGER `placement_not_over_filled_later` BEFORE UPDATE OF `job_order_id`, `withdrawn_at` ON `placement`
WHEN NEW.`job_order_id` IS NOT NULL AND NEW.`withdrawn_at` IS NULL
	AND (SELECT count(*) FROM `placement` WHERE `job_order_id` = NEW.`job_order_id` AND `withdrawn_at` IS NULL AND `id` <> NEW.`id`)
		>= (SELECT `positions` FROM `job_order` WHERE `id` = NEW.`job_order_id`)
BEGIN
	SELECT RAISE(ABORT, 'the order is full');
END;
--> statement-breakpoint
CREATE TRIGGER `job_order_positions_taken` BEFORE UPDATE OF `positions` ON `job_order`
WHEN NEW.`positions` < (SELECT count(*) FROM `placement` WHERE `job_order_id` = NEW.`id` AND `withdrawn_at` IS NULL)
BEGIN
	SELECT RAISE(ABORT, 'more positions of the order are taken');
END;
