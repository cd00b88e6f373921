CREATE TABLE `contact_person` (
	`id` integer PRIMARY KEY NOT NULL,
	`p_number` integer NOT NULL,
	`created_at` text NOT NULL,
	`created_by` integer,
	`form_key` text,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `contact_person_form_key_unique` ON `contact_person` (`form_key`);--> statement-breakpoint
CREATE INDEX `contact_person_p_unit` ON `contact_person` (`p_number`);--> statement-breakpoint
CREATE TABLE `contact_person_version` (
	`id` integer PRIMARY KEY NOT NULL,
	`person_id` integer NOT NULL,
	`name` text NOT NULL,
	`role` text,
	`phone` text,
	`email` text,
	`left_on` text,
	`informed_on` text,
	`informed_way` text,
	`recorded_at` text NOT NULL,
	`recorded_by` integer,
	`superseded_at` text,
	FOREIGN KEY (`person_id`) REFERENCES `contact_person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recorded_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "contact_person_version_informed_way" CHECK("contact_person_version"."informed_way" IN ('mundtligt', 'mail', 'brev', 'sms')),
	CONSTRAINT "contact_person_version_left_on" CHECK("contact_person_version"."left_on" IS date("contact_person_version"."left_on")),
	CONSTRAINT "contact_person_version_informed_on" CHECK("contact_person_version"."informed_on" IS date("contact_person_version"."informed_on")),
	CONSTRAINT "contact_person_version_informed" CHECK(("contact_person_version"."informed_on" IS NULL) = ("contact_person_version"."informed_way" IS NULL)),
	CONSTRAINT "contact_person_version_name" CHECK(length("contact_person_version"."name") BETWEEN 1 AND 200)
) STRICT;
--> statement-breakpoint
CREATE INDEX `contact_person_version_person` ON `contact_person_version` (`person_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `contact_person_version_standing` ON `contact_person_version` (`person_id`) WHERE "contact_person_version"."superseded_at" IS NULL;--> statement-breakpoint
CREATE TABLE `firm_record` (
	`id` integer PRIMARY KEY NOT NULL,
	`p_number` integer NOT NULL,
	`kind` text NOT NULL,
	`form` text,
	`from_date` text NOT NULL,
	`until_date` text,
	`count` integer,
	`partner` text,
	`note` text,
	`contact_person_id` integer,
	`follow_up_date` text,
	`follow_up_done_at` text,
	`follow_up_done_by` integer,
	`ended_reason` text,
	`recorded_at` text NOT NULL,
	`recorded_by` integer,
	`replaces_id` integer,
	`change_reason` text,
	`superseded_at` text,
	`withdrawn_at` text,
	`withdrawn_by` integer,
	`withdrawn_reason` text,
	`bulk_edit_id` integer,
	`form_key` text,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_person_id`) REFERENCES `contact_person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`follow_up_done_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recorded_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`replaces_id`) REFERENCES `firm_record`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`withdrawn_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`bulk_edit_id`) REFERENCES `bulk_edit`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "firm_record_kind" CHECK("firm_record"."kind" IN ('partnerskabsaftale', 'samarbejdsaftale', 'strategisk', 'rekrutteringsplan', 'afskedigelsesvarsel', 'fastholdelse', 'skolesamarbejde', 'netvaerkssamarbejde', 'ikke_nu', 'aldrig_igen', 'advarsel', 'hjemmel')),
	CONSTRAINT "firm_record_form" CHECK((kind = 'skolesamarbejde' AND form IN ('erhvervspraktik', 'virksomhedsbesoeg', 'undervisningsforloeb', 'andet')) OR (kind = 'netvaerkssamarbejde' AND form IN ('erhvervsnetvaerk', 'brancheforening', 'uddannelsesnetvaerk', 'andet')) OR (kind = 'ikke_nu' AND form IN ('senere', 'intet_behov', 'svarer_ikke', 'omstilling', 'andet')) OR (kind = 'aldrig_igen' AND form IN ('oensker_ikke_kontakt', 'ugyldige_oplysninger', 'andet')) OR (kind = 'advarsel' AND form IN ('arbejdsmiljoe', 'loen_og_vilkaar', 'afbrudte_forloeb', 'betaling', 'andet')) OR (kind = 'hjemmel' AND form IN ('samtykke', 'virksomhedsservice', 'igangvaerende_sag')) OR (kind NOT IN ('skolesamarbejde', 'netvaerkssamarbejde', 'ikke_nu', 'aldrig_igen', 'advarsel', 'hjemmel') AND form IS NULL)),
	CONSTRAINT "firm_record_from_date" CHECK("firm_record"."from_date" IS date("firm_record"."from_date")),
	CONSTRAINT "firm_record_until_date" CHECK("firm_record"."until_date" IS date("firm_record"."until_date")),
	CONSTRAINT "firm_record_follow_up_date" CHECK("firm_record"."follow_up_date" IS date("firm_record"."follow_up_date")),
	CONSTRAINT "firm_record_period" CHECK("firm_record"."until_date" IS NULL OR "firm_record"."until_date" >= "firm_record"."from_date"),
	CONSTRAINT "firm_record_expires" CHECK("firm_record"."kind" NOT IN ('ikke_nu', 'advarsel') OR "firm_record"."until_date" IS NOT NULL),
	CONSTRAINT "firm_record_count" CHECK("firm_record"."count" BETWEEN 0 AND 99999),
	CONSTRAINT "firm_record_withdrawn" CHECK(("firm_record"."withdrawn_at" IS NULL) = ("firm_record"."withdrawn_reason" IS NULL))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `firm_record_form_key_unique` ON `firm_record` (`form_key`);--> statement-breakpoint
CREATE INDEX `firm_record_p_unit` ON `firm_record` (`p_number`,`kind`);--> statement-breakpoint
CREATE INDEX `firm_record_standing` ON `firm_record` (`kind`,`until_date`,`p_number`) WHERE "firm_record"."superseded_at" IS NULL AND "firm_record"."withdrawn_at" IS NULL;--> statement-breakpoint
CREATE INDEX `firm_record_follow_up` ON `firm_record` (`follow_up_date`,`p_number`) WHERE "firm_record"."superseded_at" IS NULL AND "firm_record"."withdrawn_at" IS NULL AND "firm_record"."follow_up_done_at" IS NULL AND "firm_record"."follow_up_date" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `firm_record_person` ON `firm_record` (`contact_person_id`) WHERE "firm_record"."contact_person_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `firm_record_replaces` ON `firm_record` (`replaces_id`) WHERE "firm_record"."replaces_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `firm_record_bulk_edit` ON `firm_record` (`bulk_edit_id`) WHERE "firm_record"."bulk_edit_id" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `firm_record_line` (
	`record_id` integer NOT NULL,
	`position` integer NOT NULL,
	`type` text NOT NULL,
	`count` integer NOT NULL,
	`needed_from` text,
	PRIMARY KEY(`record_id`, `position`),
	FOREIGN KEY (`record_id`) REFERENCES `firm_record`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "firm_record_line_type" CHECK("firm_record_line"."type" IN ('ordinaer', 'smaajob', 'loentilskud_privat', 'loentilskud_offentlig', 'virksomhedspraktik', 'nytteindsats', 'fleksjob', 'elevplads', 'voksenlaerling', 'fritidsjob')),
	CONSTRAINT "firm_record_line_needed_from" CHECK("firm_record_line"."needed_from" IS date("firm_record_line"."needed_from")),
	CONSTRAINT "firm_record_line_count" CHECK("firm_record_line"."count" BETWEEN 1 AND 9999)
) STRICT;
--> statement-breakpoint
CREATE TABLE `bulk_edit` (
	`id` integer PRIMARY KEY NOT NULL,
	`action` text NOT NULL,
	`edited_at` text NOT NULL,
	`edited_by` integer NOT NULL,
	`undone_at` text,
	`undone_by` integer,
	`form_key` text NOT NULL,
	FOREIGN KEY (`edited_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`undone_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bulk_edit_action" CHECK("bulk_edit"."action" IN ('ansvarlig', 'stedfortraeder', 'tilstand'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `bulk_edit_form_key_unique` ON `bulk_edit` (`form_key`);--> statement-breakpoint
CREATE INDEX `bulk_edit_at` ON `bulk_edit` (`edited_at`);--> statement-breakpoint
CREATE TABLE `bulk_edit_row` (
	`bulk_edit_id` integer NOT NULL,
	`p_number` integer NOT NULL,
	`before_id` integer,
	`after_id` integer,
	PRIMARY KEY(`bulk_edit_id`, `p_number`),
	FOREIGN KEY (`bulk_edit_id`) REFERENCES `bulk_edit`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `bulk_edit_row_p_unit` ON `bulk_edit_row` (`p_number`);--> statement-breakpoint
CREATE TABLE `firm_assignment` (
	`id` integer PRIMARY KEY NOT NULL,
	`p_number` integer NOT NULL,
	`role` text NOT NULL,
	`user_id` integer,
	`team_id` integer,
	`from_date` text NOT NULL,
	`until_date` text,
	`recorded_at` text NOT NULL,
	`recorded_by` integer NOT NULL,
	`ended_at` text,
	`ended_by` integer,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recorded_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`ended_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "firm_assignment_role" CHECK("firm_assignment"."role" IN ('stedfortraeder', 'foelger', 'team')),
	CONSTRAINT "firm_assignment_from_date" CHECK("firm_assignment"."from_date" IS date("firm_assignment"."from_date")),
	CONSTRAINT "firm_assignment_until_date" CHECK("firm_assignment"."until_date" IS date("firm_assignment"."until_date")),
	CONSTRAINT "firm_assignment_period" CHECK("firm_assignment"."until_date" IS NULL OR "firm_assignment"."until_date" > "firm_assignment"."from_date"),
	CONSTRAINT "firm_assignment_whom" CHECK(("firm_assignment"."role" = 'team') = ("firm_assignment"."user_id" IS NULL) AND ("firm_assignment"."role" = 'team') = ("firm_assignment"."team_id" IS NOT NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX `firm_assignment_p_unit` ON `firm_assignment` (`p_number`);--> statement-breakpoint
CREATE INDEX `firm_assignment_user` ON `firm_assignment` (`user_id`,`role`,`p_number`) WHERE "firm_assignment"."ended_at" IS NULL;--> statement-breakpoint
CREATE INDEX `firm_assignment_team` ON `firm_assignment` (`team_id`,`p_number`);--> statement-breakpoint
CREATE TABLE `firm_merge` (
	`id` integer PRIMARY KEY NOT NULL,
	`kept_p_number` integer NOT NULL,
	`merged_p_number` integer NOT NULL,
	`merged_at` text NOT NULL,
	`merged_by` integer NOT NULL,
	`undone_at` text,
	`undone_by` integer,
	FOREIGN KEY (`kept_p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`merged_p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`merged_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`undone_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "firm_merge_two" CHECK("firm_merge"."kept_p_number" <> "firm_merge"."merged_p_number")
) STRICT;
--> statement-breakpoint
CREATE INDEX `firm_merge_kept` ON `firm_merge` (`kept_p_number`);--> statement-breakpoint
CREATE UNIQUE INDEX `firm_merge_standing` ON `firm_merge` (`merged_p_number`) WHERE "firm_merge"."undone_at" IS NULL;--> statement-breakpoint
CREATE INDEX `firm_merge_merged` ON `firm_merge` (`merged_p_number`);--> statement-breakpoint
CREATE TABLE `firm_merge_row` (
	`merge_id` integer NOT NULL,
	`entity` text NOT NULL,
	`row_id` integer NOT NULL,
	`before` text,
	PRIMARY KEY(`merge_id`, `entity`, `row_id`),
	FOREIGN KEY (`merge_id`) REFERENCES `firm_merge`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `kept_apart` (
	`first_p_number` integer NOT NULL,
	`second_p_number` integer NOT NULL,
	`decided_at` text NOT NULL,
	`decided_by` integer NOT NULL,
	PRIMARY KEY(`first_p_number`, `second_p_number`),
	FOREIGN KEY (`first_p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`second_p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "kept_apart_order" CHECK("kept_apart"."first_p_number" < "kept_apart"."second_p_number")
) STRICT;
--> statement-breakpoint
CREATE INDEX `kept_apart_second` ON `kept_apart` (`second_p_number`);--> statement-breakpoint
CREATE TABLE `own_value` (
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
	CONSTRAINT "own_value_field" CHECK("own_value"."field" IN ('navn', 'telefon', 'mail', 'adresse')),
	CONSTRAINT "own_value_source" CHECK("own_value"."source" IN ('virksomheden', 'hjemmeside', 'kollega', 'sammenlaegning')),
	CONSTRAINT "own_value_known_on" CHECK("own_value"."known_on" IS date("own_value"."known_on")),
	CONSTRAINT "own_value_folded" CHECK(("own_value"."value" IS NULL) = ("own_value"."value_folded" IS NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX `own_value_p_unit` ON `own_value` (`p_number`);--> statement-breakpoint
CREATE UNIQUE INDEX `own_value_standing` ON `own_value` (`field`,`p_number`) WHERE "own_value"."superseded_at" IS NULL;--> statement-breakpoint
CREATE TABLE `register_change_mark` (
	`p_number` integer NOT NULL,
	`change` text NOT NULL,
	`changed_on` text NOT NULL,
	`taken_by` integer,
	`taken_at` text,
	`handled_by` integer,
	`handled_at` text,
	PRIMARY KEY(`p_number`, `change`, `changed_on`),
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`taken_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`handled_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "register_change_mark_change" CHECK("register_change_mark"."change" IN ('ny', 'flyttet_ind', 'flyttet_ud', 'lukket', 'over_graensen', 'under_graensen')),
	CONSTRAINT "register_change_mark_changed_on" CHECK("register_change_mark"."changed_on" IS date("register_change_mark"."changed_on")),
	CONSTRAINT "register_change_mark_taken" CHECK(("register_change_mark"."taken_by" IS NULL) = ("register_change_mark"."taken_at" IS NULL)),
	CONSTRAINT "register_change_mark_handled" CHECK(("register_change_mark"."handled_by" IS NULL) = ("register_change_mark"."handled_at" IS NULL))
) STRICT;
--> statement-breakpoint
CREATE TABLE `saved_view` (
	`id` integer PRIMARY KEY NOT NULL,
	`user_id` integer NOT NULL,
	`name` text NOT NULL,
	`query` text NOT NULL,
	`share` text NOT NULL,
	`created_at` text NOT NULL,
	`deleted_at` text,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "saved_view_share" CHECK("saved_view"."share" IN ('mig', 'team', 'alle')),
	CONSTRAINT "saved_view_name_length" CHECK(length("saved_view"."name") BETWEEN 1 AND 80)
) STRICT;
--> statement-breakpoint
CREATE INDEX `saved_view_user` ON `saved_view` (`user_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `saved_view_name` ON `saved_view` (`user_id`,`name`) WHERE "saved_view"."deleted_at" IS NULL;--> statement-breakpoint
DROP INDEX `p_unit_name`;--> statement-breakpoint
ALTER TABLE `p_unit` ADD `merged_into` integer REFERENCES p_unit(p_number);--> statement-breakpoint
CREATE INDEX `p_unit_merged_into` ON `p_unit` (`merged_into`) WHERE "p_unit"."merged_into" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `p_unit_name` ON `p_unit` (`name_folded`,`p_number`,`end_date`,`merged_into`);--> statement-breakpoint
ALTER TABLE `contact` ADD `contact_person_id` integer REFERENCES contact_person(id);--> statement-breakpoint
CREATE INDEX `contact_contact_person` ON `contact` (`contact_person_id`) WHERE "contact"."contact_person_id" IS NOT NULL;