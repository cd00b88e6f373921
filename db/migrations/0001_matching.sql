CREATE TABLE `company_bar` (
	`id` integer PRIMARY KEY NOT NULL,
	`p_number` integer NOT NULL,
	`kind` text NOT NULL,
	`reason` text NOT NULL,
	`from_date` text NOT NULL,
	`until_date` text,
	`recorded_at` text NOT NULL,
	`recorded_by` integer NOT NULL,
	`lifted_at` text,
	`lifted_by` integer,
	`lifted_reason` text,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recorded_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`lifted_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "company_bar_kind" CHECK("company_bar"."kind" IN ('blokade', 'konflikt', 'spaerret')),
	CONSTRAINT "company_bar_from_date" CHECK("company_bar"."from_date" IS date("company_bar"."from_date")),
	CONSTRAINT "company_bar_until_date" CHECK("company_bar"."until_date" IS date("company_bar"."until_date")),
	CONSTRAINT "company_bar_period" CHECK("company_bar"."until_date" IS NULL OR "company_bar"."until_date" > "company_bar"."from_date"),
	CONSTRAINT "company_bar_reason" CHECK(length("company_bar"."reason") BETWEEN 1 AND 500),
	CONSTRAINT "company_bar_lifted" CHECK(("company_bar"."lifted_at" IS NULL) = ("company_bar"."lifted_by" IS NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX `company_bar_p_unit` ON `company_bar` (`p_number`,`from_date`);--> statement-breakpoint
CREATE TABLE `match_standing` (
	`run_id` integer NOT NULL,
	`subject` text NOT NULL,
	`citizen_id` integer,
	`job_order_id` integer,
	`rule` text NOT NULL,
	`answer` text NOT NULL,
	`who_can_fix` text NOT NULL,
	FOREIGN KEY (`run_id`) REFERENCES `match_run`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`citizen_id`) REFERENCES `citizen`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`job_order_id`) REFERENCES `job_order`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "match_standing_subject" CHECK("match_standing"."subject" IN ('borger', 'ordre')),
	CONSTRAINT "match_standing_one_subject" CHECK(("match_standing"."subject" = 'borger') = ("match_standing"."citizen_id" IS NOT NULL) AND ("match_standing"."subject" = 'ordre') = ("match_standing"."job_order_id" IS NOT NULL))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `match_standing_citizen` ON `match_standing` (`citizen_id`,`run_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `match_standing_order` ON `match_standing` (`job_order_id`,`run_id`);--> statement-breakpoint
CREATE INDEX `match_standing_run` ON `match_standing` (`run_id`,`subject`,`rule`);--> statement-breakpoint
CREATE TABLE `set_aside` (
	`id` integer PRIMARY KEY NOT NULL,
	`job_order_id` integer NOT NULL,
	`citizen_id` integer NOT NULL,
	`reason` text NOT NULL,
	`comment` text,
	`facts_sha` text NOT NULL,
	`set_aside_at` text NOT NULL,
	`set_aside_by` integer NOT NULL,
	`withdrawn_at` text,
	`withdrawn_by` integer,
	FOREIGN KEY (`job_order_id`) REFERENCES `job_order`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`citizen_id`) REFERENCES `citizen`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`set_aside_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`withdrawn_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "set_aside_reason_value" CHECK("set_aside"."reason" IN ('kan_ikke_kravet', 'dansk_raekker_ikke', 'rejsen_er_for_lang', 'arbejdstiden_passer_ikke', 'timerne_passer_ikke', 'ordene_er_forstaaet_forkert', 'borgeren_siger_nej', 'virksomheden_siger_nej', 'andet')),
	CONSTRAINT "set_aside_comment" CHECK(length("set_aside"."comment") <= 500)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `set_aside_standing` ON `set_aside` (`job_order_id`,`citizen_id`) WHERE withdrawn_at IS NULL;--> statement-breakpoint
CREATE INDEX `set_aside_citizen` ON `set_aside` (`citizen_id`);--> statement-breakpoint
CREATE INDEX `set_aside_reason` ON `set_aside` (`reason`,`set_aside_at`);--> statement-breakpoint
CREATE TABLE `taxonomy_concept` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`label` text NOT NULL,
	`source` text NOT NULL,
	`import_id` integer,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`import_id`) REFERENCES `import_batch`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "taxonomy_concept_kind" CHECK("taxonomy_concept"."kind" IN ('erhverv', 'kompetence', 'certifikat', 'koerekort', 'sprog', 'vilkaar')),
	CONSTRAINT "taxonomy_concept_source" CHECK("taxonomy_concept"."source" IN ('esco', 'star'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `taxonomy_concept_import` ON `taxonomy_concept` (`import_id`);--> statement-breakpoint
CREATE TABLE `taxonomy_name` (
	`concept_id` text NOT NULL,
	`position` integer NOT NULL,
	`name` text NOT NULL,
	PRIMARY KEY(`concept_id`, `position`),
	FOREIGN KEY (`concept_id`) REFERENCES `taxonomy_concept`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `term_decision` (
	`id` integer PRIMARY KEY NOT NULL,
	`text` text NOT NULL,
	`text_key` text NOT NULL,
	`decision` text NOT NULL,
	`concept_id` text,
	`decided_at` text NOT NULL,
	`decided_by` integer NOT NULL,
	`withdrawn_at` text,
	`withdrawn_by` integer,
	FOREIGN KEY (`decided_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`withdrawn_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "term_decision_decision" CHECK("term_decision"."decision" IN ('bekraeftet', 'rettet', 'afvist')),
	CONSTRAINT "term_decision_text" CHECK(length("term_decision"."text") BETWEEN 1 AND 200),
	CONSTRAINT "term_decision_concept_given" CHECK("term_decision"."decision" = 'afvist' OR "term_decision"."concept_id" IS NOT NULL)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `term_decision_standing` ON `term_decision` (`text_key`) WHERE withdrawn_at IS NULL;--> statement-breakpoint
CREATE INDEX `term_decision_decided` ON `term_decision` (`decided_at`);--> statement-breakpoint
CREATE INDEX `term_decision_concept` ON `term_decision` (`concept_id`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_import_batch` (
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
	CONSTRAINT "import_batch_kind_value" CHECK("__new_import_batch"."kind" IN ('virksomheder', 'borgere', 'jobordrer', 'kontakter', 'esco'))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_import_batch`("id", "kind", "file_name", "sha256", "imported_at", "imported_by", "created", "updated", "unchanged", "undone_at", "undone_by") SELECT "id", "kind", "file_name", "sha256", "imported_at", "imported_by", "created", "updated", "unchanged", "undone_at", "undone_by" FROM `import_batch`;--> statement-breakpoint
DROP TABLE `import_batch`;--> statement-breakpoint
ALTER TABLE `__new_import_batch` RENAME TO `import_batch`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `import_batch_kind` ON `import_batch` (`kind`,`imported_at`);--> statement-breakpoint
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
	FOREIGN KEY (`caseworker_user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`import_id`) REFERENCES `import_batch`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`edited_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "citizen_target_group" CHECK("__new_citizen"."target_group" IN ('dagpenge', 'kontanthjaelp_jobparat', 'kontanthjaelp_aktivitetsparat', 'uddannelsesparat', 'uddannelse_aktivitetsparat', 'sygedagpenge', 'jobafklaring', 'ressourceforloeb', 'fleksjobvisiteret', 'revalidering', 'foertidspension', 'selvforsoergende_jobparat', 'selvforsoergende_aktivitetsparat', 'selvforsoergende', 'ung_under_18')),
	CONSTRAINT "citizen_education" CHECK("__new_citizen"."education" IN ('ingen', 'kompetencegivende')),
	CONSTRAINT "citizen_purpose" CHECK("__new_citizen"."purpose" IN ('genoptraening', 'afklaring', 'opkvalificering', 'rekruttering')),
	CONSTRAINT "citizen_hours" CHECK("__new_citizen"."hours_min" IS NULL OR "__new_citizen"."hours_max" IS NULL OR "__new_citizen"."hours_min" <= "__new_citizen"."hours_max"),
	CONSTRAINT "citizen_cpr_pair" CHECK(("__new_citizen"."cpr_encrypted" IS NULL) = ("__new_citizen"."cpr_index" IS NULL)),
	CONSTRAINT "citizen_benefit_since" CHECK("__new_citizen"."benefit_since" IS date("__new_citizen"."benefit_since")),
	CONSTRAINT "citizen_unemployed_since" CHECK("__new_citizen"."unemployed_since" IS date("__new_citizen"."unemployed_since")),
	CONSTRAINT "citizen_can_start" CHECK("__new_citizen"."can_start" IS date("__new_citizen"."can_start"))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_citizen`("id", "citizen_key", "cpr_encrypted", "cpr_index", "name", "name_folded", "phone", "email", "target_group", "benefit_since", "education", "single_provider", "has_employer", "unemployed_since", "birth_year", "postcode", "danish", "danish_oral", "danish_written", "transports", "max_travel_minutes", "hours_min", "hours_max", "working_times", "needs", "can_start", "purpose", "may_be_shared", "protected_address", "caseworker_name", "caseworker_user_id", "version", "import_id", "created_at", "updated_at", "edited_at", "edited_by") SELECT "id", "citizen_key", "cpr_encrypted", "cpr_index", "name", "name_folded", "phone", "email", "target_group", "benefit_since", "education", "single_provider", "has_employer", "unemployed_since", "birth_year", "postcode", "danish", "danish_oral", "danish_written", "transports", "max_travel_minutes", "hours_min", "hours_max", "working_times", "needs", "can_start", NULL, "may_be_shared", "protected_address", "caseworker_name", "caseworker_user_id", "version", "import_id", "created_at", "updated_at", "edited_at", "edited_by" FROM `citizen`;--> statement-breakpoint
DROP TABLE `citizen`;--> statement-breakpoint
ALTER TABLE `__new_citizen` RENAME TO `citizen`;--> statement-breakpoint
CREATE UNIQUE INDEX `citizen_citizen_key_unique` ON `citizen` (`citizen_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `citizen_cpr_index_unique` ON `citizen` (`cpr_index`);--> statement-breakpoint
CREATE INDEX `citizen_caseworker` ON `citizen` (`caseworker_user_id`,`name_folded`);--> statement-breakpoint
CREATE INDEX `citizen_import` ON `citizen` (`import_id`);--> statement-breakpoint
ALTER TABLE `job_order` ADD `unavoidable` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `job_order` ADD `follow_up` integer;--> statement-breakpoint
ALTER TABLE `job_order` ADD `leads_to_job` integer;--> statement-breakpoint
ALTER TABLE `match_row` ADD `reasons` blob;--> statement-breakpoint
ALTER TABLE `match_row` ADD `is_new` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `match_run` ADD `taxonomy_version` text;--> statement-breakpoint
ALTER TABLE `match_run` ADD `weights_version` text;--> statement-breakpoint
ALTER TABLE `match_run` ADD `citizen_places` blob;--> statement-breakpoint
ALTER TABLE `match_run` ADD `result_sha` text;--> statement-breakpoint
ALTER TABLE `match_run` ADD `new_matches` integer;--> statement-breakpoint
ALTER TABLE `match_run` ADD `audit` text;--> statement-breakpoint
-- Points become a list in the order of SCORE_PARTS.
UPDATE `match_row` SET `parts` = json_array(json_extract(`parts`, '$.krav'), json_extract(`parts`, '$.oensker'), json_extract(`parts`, '$.kanLaeres'), json_extract(`parts`, '$.jobmaal'), json_extract(`parts`, '$.erfaring'), json_extract(`parts`, '$.sprog'), json_extract(`parts`, '$.rejse'), 0, 0, json_extract(`parts`, '$.ukendt')) WHERE json_type(`parts`) = 'object';
