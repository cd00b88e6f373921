CREATE TABLE `coverage_rule` (
	`id` integer PRIMARY KEY NOT NULL,
	`valid_from` text NOT NULL,
	`more_than_employees` integer NOT NULL,
	`counts_sagsbehandler` integer NOT NULL,
	`reason` text NOT NULL,
	`source` text,
	`recorded_at` text NOT NULL,
	`recorded_by` integer,
	FOREIGN KEY (`recorded_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "coverage_rule_valid_from" CHECK("coverage_rule"."valid_from" IS date("coverage_rule"."valid_from")),
	CONSTRAINT "coverage_rule_more_than" CHECK("coverage_rule"."more_than_employees" BETWEEN 0 AND 999),
	CONSTRAINT "coverage_rule_reason" CHECK(length("coverage_rule"."reason") BETWEEN 1 AND 500)
) STRICT;
--> statement-breakpoint
CREATE INDEX `coverage_rule_valid` ON `coverage_rule` (`valid_from`);--> statement-breakpoint
CREATE TABLE `coverage_rule_line` (
	`rule_id` integer NOT NULL,
	`kind` text NOT NULL,
	`direction` text NOT NULL,
	`outcome` text NOT NULL,
	`is_visit` integer NOT NULL,
	PRIMARY KEY(`rule_id`, `kind`, `direction`, `outcome`),
	FOREIGN KEY (`rule_id`) REFERENCES `coverage_rule`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "coverage_rule_line_kind" CHECK("coverage_rule_line"."kind" IN ('telefon', 'besoeg', 'moede', 'onlinemoede', 'mail', 'sms', 'brev', 'arrangement')),
	CONSTRAINT "coverage_rule_line_direction" CHECK("coverage_rule_line"."direction" IN ('ud', 'ind')),
	CONSTRAINT "coverage_rule_line_outcome" CHECK("coverage_rule_line"."outcome" IN ('opnaaet', 'ikke_opnaaet', 'besked_lagt', 'ikke_interesseret', 'senere'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `coverage_seal` (
	`id` integer PRIMARY KEY NOT NULL,
	`from_date` text NOT NULL,
	`to_date` text NOT NULL,
	`rule_id` integer NOT NULL,
	`unit` text NOT NULL,
	`settings` text NOT NULL,
	`known_at` text NOT NULL,
	`sealed_at` text NOT NULL,
	`sealed_by` integer NOT NULL,
	`figures` text NOT NULL,
	`inputs_sha256` text NOT NULL,
	`result_sha256` text NOT NULL,
	FOREIGN KEY (`rule_id`) REFERENCES `coverage_rule`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sealed_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "coverage_seal_unit" CHECK("coverage_seal"."unit" IN ('p', 'cvr')),
	CONSTRAINT "coverage_seal_from_date" CHECK("coverage_seal"."from_date" IS date("coverage_seal"."from_date")),
	CONSTRAINT "coverage_seal_to_date" CHECK("coverage_seal"."to_date" IS date("coverage_seal"."to_date")),
	CONSTRAINT "coverage_seal_period_order" CHECK("coverage_seal"."from_date" <= "coverage_seal"."to_date")
) STRICT;
--> statement-breakpoint
CREATE INDEX `coverage_seal_rule` ON `coverage_seal` (`rule_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `coverage_seal_period` ON `coverage_seal` (`from_date`,`to_date`);--> statement-breakpoint
CREATE TABLE `coverage_seal_firm` (
	`seal_id` integer NOT NULL,
	`p_number` integer NOT NULL,
	`cvr` integer NOT NULL,
	`name` text NOT NULL,
	`postcode` text,
	`min_count` integer,
	`max_count` integer,
	`scope` text NOT NULL,
	`reach` text NOT NULL,
	`contact_id` integer,
	`contact_date` text,
	PRIMARY KEY(`seal_id`, `p_number`),
	FOREIGN KEY (`seal_id`) REFERENCES `coverage_seal`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_id`) REFERENCES `contact`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "coverage_seal_firm_scope" CHECK("coverage_seal_firm"."scope" IN ('i_maal', 'uafklaret', 'uoplyst', 'under')),
	CONSTRAINT "coverage_seal_firm_reach" CHECK("coverage_seal_firm"."reach" IN ('besoegt', 'kontaktet', 'ikke_kontaktet')),
	CONSTRAINT "coverage_seal_firm_contact_date" CHECK("coverage_seal_firm"."contact_date" IS date("coverage_seal_firm"."contact_date"))
) STRICT;
--> statement-breakpoint
CREATE INDEX `coverage_seal_firm_name` ON `coverage_seal_firm` (`seal_id`,`name`,`p_number`);--> statement-breakpoint
CREATE INDEX `coverage_seal_firm_p_unit` ON `coverage_seal_firm` (`p_number`);--> statement-breakpoint
CREATE INDEX `coverage_seal_firm_contact` ON `coverage_seal_firm` (`contact_id`) WHERE "coverage_seal_firm"."contact_id" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `firm_change` (
	`p_number` integer PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `firm_change_seq_unique` ON `firm_change` (`seq`);--> statement-breakpoint
CREATE TABLE `samarbejdsgrad` (
	`id` integer PRIMARY KEY NOT NULL,
	`period_from` text NOT NULL,
	`period_to` text NOT NULL,
	`firms` integer NOT NULL,
	`local_share` real NOT NULL,
	`others_share` real NOT NULL,
	`all_share` real NOT NULL,
	`source` text NOT NULL,
	`source_date` text NOT NULL,
	`recorded_at` text NOT NULL,
	`recorded_by` integer NOT NULL,
	FOREIGN KEY (`recorded_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "samarbejdsgrad_period_from" CHECK("samarbejdsgrad"."period_from" IS date("samarbejdsgrad"."period_from")),
	CONSTRAINT "samarbejdsgrad_period_to" CHECK("samarbejdsgrad"."period_to" IS date("samarbejdsgrad"."period_to")),
	CONSTRAINT "samarbejdsgrad_source_date" CHECK("samarbejdsgrad"."source_date" IS date("samarbejdsgrad"."source_date")),
	CONSTRAINT "samarbejdsgrad_period_order" CHECK("samarbejdsgrad"."period_from" <= "samarbejdsgrad"."period_to"),
	CONSTRAINT "samarbejdsgrad_firms" CHECK("samarbejdsgrad"."firms" > 0),
	CONSTRAINT "samarbejdsgrad_shares" CHECK("samarbejdsgrad"."local_share" BETWEEN 0 AND 1 AND "samarbejdsgrad"."others_share" BETWEEN 0 AND 1 AND "samarbejdsgrad"."all_share" BETWEEN 0 AND 1),
	CONSTRAINT "samarbejdsgrad_source" CHECK(length("samarbejdsgrad"."source") BETWEEN 1 AND 300)
) STRICT;
--> statement-breakpoint
CREATE INDEX `samarbejdsgrad_period` ON `samarbejdsgrad` (`period_from`,`period_to`,`id`);
--> statement-breakpoint
-- The rule the program came with: a conversation counts, our visit with them is a visit.
INSERT INTO `coverage_rule` VALUES (1, '2000-01-01', 2, 0, 'Programmets første regel: en samtale tæller; ingen svar, en lagt besked og et nyhedsbrev tæller ikke.', 'Beskæftigelsesplan 2020-22, spor 1', '2000-01-01T00:00:00.000Z', NULL);
--> statement-breakpoint
INSERT INTO `coverage_rule_line`
	SELECT 1, k.value, d.value, o.value, k.value = 'besoeg' AND d.value = 'ud'
	FROM json_each('["telefon","besoeg","moede","onlinemoede","mail","sms","brev","arrangement"]') k, json_each('["ud","ind"]') d, json_each('["opnaaet","ikke_interesseret","senere"]') o;
--> statement-breakpoint
INSERT INTO `firm_change` (`p_number`, `seq`) SELECT `p_number`, row_number() OVER (ORDER BY `p_number`) FROM `p_unit`;
--> statement-breakpoint
-- A migration that makes one of these tables anew must make its triggers anew as well.
CREATE TRIGGER `p_unit_change_insert` AFTER INSERT ON `p_unit` BEGIN
	INSERT OR REPLACE INTO `firm_change` VALUES (NEW.`p_number`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `firm_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `p_unit_change_update` AFTER UPDATE OF `cvr`, `name`, `name_folded`, `postcode`, `branch_code`, `branch_text`, `owner_user_id` ON `p_unit` BEGIN
	INSERT OR REPLACE INTO `firm_change` VALUES (NEW.`p_number`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `firm_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `p_unit_change_delete` AFTER DELETE ON `p_unit` BEGIN
	INSERT OR REPLACE INTO `firm_change` VALUES (OLD.`p_number`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `firm_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `contact_change_insert` AFTER INSERT ON `contact` BEGIN
	INSERT OR REPLACE INTO `firm_change` VALUES (NEW.`p_number`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `firm_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `contact_change_update` AFTER UPDATE OF `p_number`, `contact_date`, `kind`, `direction`, `outcome`, `made_as`, `recorded_at`, `superseded_at` ON `contact` BEGIN
	INSERT OR REPLACE INTO `firm_change` VALUES (NEW.`p_number`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `firm_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `contact_change_delete` AFTER DELETE ON `contact` BEGIN
	INSERT OR REPLACE INTO `firm_change` VALUES (OLD.`p_number`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `firm_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `scope_period_change_insert` AFTER INSERT ON `scope_period` BEGIN
	INSERT OR REPLACE INTO `firm_change` VALUES (NEW.`p_number`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `firm_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `scope_period_change_update` AFTER UPDATE OF `p_number`, `valid_from`, `valid_to`, `min_count`, `max_count`, `recorded_at`, `superseded_at` ON `scope_period` BEGIN
	INSERT OR REPLACE INTO `firm_change` VALUES (NEW.`p_number`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `firm_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `scope_period_change_delete` AFTER DELETE ON `scope_period` BEGIN
	INSERT OR REPLACE INTO `firm_change` VALUES (OLD.`p_number`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `firm_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `contact_change_move` AFTER UPDATE OF `p_number` ON `contact` WHEN OLD.`p_number` <> NEW.`p_number` BEGIN
	INSERT OR REPLACE INTO `firm_change` VALUES (OLD.`p_number`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `firm_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `coverage_rule_stands_update` BEFORE UPDATE ON `coverage_rule` BEGIN
	SELECT RAISE(ABORT, 'coverage_rule is never changed');
END;
--> statement-breakpoint
CREATE TRIGGER `coverage_rule_stands_delete` BEFORE DELETE ON `coverage_rule` BEGIN
	SELECT RAISE(ABORT, 'coverage_rule is never changed');
END;
--> statement-breakpoint
CREATE TRIGGER `coverage_rule_line_stands_update` BEFORE UPDATE ON `coverage_rule_line` BEGIN
	SELECT RAISE(ABORT, 'coverage_rule_line is never changed');
END;
--> statement-breakpoint
CREATE TRIGGER `coverage_rule_line_stands_delete` BEFORE DELETE ON `coverage_rule_line` BEGIN
	SELECT RAISE(ABORT, 'coverage_rule_line is never changed');
END;
--> statement-breakpoint
CREATE TRIGGER `coverage_seal_stands_update` BEFORE UPDATE ON `coverage_seal` BEGIN
	SELECT RAISE(ABORT, 'coverage_seal is never changed');
END;
--> statement-breakpoint
CREATE TRIGGER `coverage_seal_stands_delete` BEFORE DELETE ON `coverage_seal` BEGIN
	SELECT RAISE(ABORT, 'coverage_seal is never changed');
END;
--> statement-breakpoint
CREATE TRIGGER `coverage_seal_firm_stands_update` BEFORE UPDATE ON `coverage_seal_firm` BEGIN
	SELECT RAISE(ABORT, 'coverage_seal_firm is never changed');
END;
--> statement-breakpoint
CREATE TRIGGER `coverage_seal_firm_stands_delete` BEFORE DELETE ON `coverage_seal_firm` BEGIN
	SELECT RAISE(ABORT, 'coverage_seal_firm is never changed');
END;
--> statement-breakpoint
CREATE TRIGGER `samarbejdsgrad_stands_update` BEFORE UPDATE ON `samarbejdsgrad` BEGIN
	SELECT RAISE(ABORT, 'samarbejdsgrad is never changed');
END;
--> statement-breakpoint
CREATE TRIGGER `samarbejdsgrad_stands_delete` BEFORE DELETE ON `samarbejdsgrad` BEGIN
	SELECT RAISE(ABORT, 'samarbejdsgrad is never changed');
END;
--> statement-breakpoint
CREATE TRIGGER `contact_after_seal_insert` BEFORE INSERT ON `contact` WHEN NEW.`recorded_at` <= (SELECT max(`known_at`) FROM `coverage_seal`) BEGIN
	SELECT RAISE(ABORT, 'recorded before the latest seal: is the clock right?');
END;
--> statement-breakpoint
CREATE TRIGGER `contact_after_seal_supersede` BEFORE UPDATE OF `superseded_at` ON `contact` WHEN NEW.`superseded_at` IS NOT OLD.`superseded_at` AND (NEW.`superseded_at` IS NULL OR NEW.`superseded_at` <= (SELECT max(`known_at`) FROM `coverage_seal`)) BEGIN
	SELECT RAISE(ABORT, 'superseded before the latest seal: is the clock right?');
END;
--> statement-breakpoint
CREATE TRIGGER `scope_period_after_seal_insert` BEFORE INSERT ON `scope_period` WHEN NEW.`recorded_at` <= (SELECT max(`known_at`) FROM `coverage_seal`) BEGIN
	SELECT RAISE(ABORT, 'recorded before the latest seal: is the clock right?');
END;
--> statement-breakpoint
CREATE TRIGGER `scope_period_after_seal_supersede` BEFORE UPDATE OF `superseded_at` ON `scope_period` WHEN NEW.`superseded_at` IS NOT OLD.`superseded_at` AND (NEW.`superseded_at` IS NULL OR NEW.`superseded_at` <= (SELECT max(`known_at`) FROM `coverage_seal`)) BEGIN
	SELECT RAISE(ABORT, 'superseded before the latest seal: is the clock right?');
END;
--> statement-breakpoint
CREATE TRIGGER `contact_after_seal_update` BEFORE UPDATE OF `p_number`, `contact_date`, `kind`, `direction`, `outcome`, `made_as`, `recorded_at` ON `contact` WHEN OLD.`recorded_at` <= (SELECT max(`known_at`) FROM `coverage_seal`) AND (OLD.`p_number`, OLD.`contact_date`, OLD.`kind`, OLD.`direction`, OLD.`outcome`, OLD.`made_as`, OLD.`recorded_at`) IS NOT (NEW.`p_number`, NEW.`contact_date`, NEW.`kind`, NEW.`direction`, NEW.`outcome`, NEW.`made_as`, NEW.`recorded_at`) BEGIN
	SELECT RAISE(ABORT, 'a sealed quarter counts this contact: correct it by a new row');
END;
--> statement-breakpoint
CREATE TRIGGER `contact_after_seal_delete` BEFORE DELETE ON `contact` WHEN OLD.`recorded_at` <= (SELECT max(`known_at`) FROM `coverage_seal`) BEGIN
	SELECT RAISE(ABORT, 'a sealed quarter counts this contact');
END;
--> statement-breakpoint
CREATE TRIGGER `coverage_rule_line_after_seal` BEFORE INSERT ON `coverage_rule_line` WHEN EXISTS (SELECT 1 FROM `coverage_seal` WHERE `rule_id` = NEW.`rule_id`) BEGIN
	SELECT RAISE(ABORT, 'a sealed quarter is counted by this rule');
END;
