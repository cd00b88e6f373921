-- rows: legal_rule
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_legal_rule` (
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
	CONSTRAINT "legal_rule_kind" CHECK("__new_legal_rule"."kind" IN ('hvem_maa', 'varighed', 'timer', 'forholdstal', 'merbeskaeftigelse', 'seneste_arbejdsgiver', 'sats', 'arbejdspligt', 'fritidsjob', 'voksenlaerling', 'refusion', 'svarfrist', 'myndighedsalder')),
	CONSTRAINT "legal_rule_confidence" CHECK("__new_legal_rule"."confidence" IN ('hoej', 'mellem', 'lav')),
	CONSTRAINT "legal_rule_from_date" CHECK("__new_legal_rule"."from_date" IS date("__new_legal_rule"."from_date")),
	CONSTRAINT "legal_rule_until_date" CHECK("__new_legal_rule"."until_date" IS date("__new_legal_rule"."until_date")),
	CONSTRAINT "legal_rule_period" CHECK("__new_legal_rule"."until_date" IS NULL OR "__new_legal_rule"."until_date" > "__new_legal_rule"."from_date"),
	CONSTRAINT "legal_rule_content" CHECK("__new_legal_rule"."content" IS NULL OR json_valid("__new_legal_rule"."content")),
	CONSTRAINT "legal_rule_sentence" CHECK(length("__new_legal_rule"."sentence") BETWEEN 1 AND 500),
	CONSTRAINT "legal_rule_source" CHECK(length("__new_legal_rule"."source") BETWEEN 1 AND 300)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_legal_rule`("id", "kind", "subject", "from_date", "until_date", "content", "sentence", "source", "confidence", "change_reason", "replaces_id", "recorded_at", "recorded_by", "superseded_at") SELECT "id", "kind", "subject", "from_date", "until_date", "content", "sentence", "source", "confidence", "change_reason", "replaces_id", "recorded_at", "recorded_by", "superseded_at" FROM `legal_rule`;--> statement-breakpoint
DROP TABLE `legal_rule`;--> statement-breakpoint
ALTER TABLE `__new_legal_rule` RENAME TO `legal_rule`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `legal_rule_in_force` ON `legal_rule` (`kind`,`subject`,`from_date`);--> statement-breakpoint
CREATE INDEX `legal_rule_replaces` ON `legal_rule` (`replaces_id`) WHERE "legal_rule"."replaces_id" IS NOT NULL;--> statement-breakpoint
-- Rebuilding the table dropped its triggers. What was answered by a rule must be found again.
CREATE TRIGGER `legal_rule_never_changed` BEFORE UPDATE OF `kind`, `subject`, `from_date`, `until_date`, `content`, `sentence`, `source`, `confidence`, `recorded_at`, `replaces_id` ON `legal_rule` BEGIN
	SELECT RAISE(ABORT, 'a legal_rule is never changed');
END;
--> statement-breakpoint
CREATE TRIGGER `legal_rule_never_deleted` BEFORE DELETE ON `legal_rule` BEGIN
	SELECT RAISE(ABORT, 'a legal_rule is never deleted');
END;
--> statement-breakpoint
INSERT INTO `legal_rule` (`kind`, `subject`, `from_date`, `content`, `sentence`, `source`, `confidence`, `recorded_at`) VALUES
	('timer', 'virksomhedspraktik', '2020-01-01', '{"weeklyHours":37}', 'En virksomhedspraktik ligger inden for virksomhedens normale arbejdstid og er på højst 37 timer om ugen.', 'LAB kap. 11 efter kk.dk, om virksomhedspraktik, og STAR''s svar om VITAS 25/2 2020; paragraffen er ikke læst', 'mellem', '2020-01-01T00:00:00.000Z'),
	('myndighedsalder', '', '2020-01-01', '{"age":18}', 'Man er ung, til man fylder 18 år.', 'Værgemålsloven § 1 (ikke læst); at unge under 18 år ikke tælles: BEK 2636/2021 § 65, stk. 3', 'mellem', '2020-01-01T00:00:00.000Z');
