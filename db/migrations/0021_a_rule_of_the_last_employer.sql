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
	CONSTRAINT "legal_rule_kind" CHECK("__new_legal_rule"."kind" IN ('hvem_maa', 'varighed', 'forholdstal', 'merbeskaeftigelse', 'seneste_arbejdsgiver', 'sats', 'arbejdspligt', 'fritidsjob', 'voksenlaerling', 'refusion', 'svarfrist')),
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
	('seneste_arbejdsgiver', 'virksomhedspraktik', '2020-01-01', '{"groups":["dagpenge","kontanthjaelp_jobparat","uddannelsesparat","selvforsoergende_jobparat"],"sentence":"Virksomheden er borgerens seneste arbejdsgiver: målgruppen må ikke være i praktik der.","others":{"sentence":"Virksomheden er borgerens seneste arbejdsgiver: kun i en ny funktion, som står i aftalen.","answer":"mangler"}}', 'Ikke i praktik hos den seneste arbejdsgiver for dagpengemodtagere, jobparate og uddannelsesparate; andre kun i en ny funktion, som står i aftalen.', 'BEK 2636/2021 § 61, stk. 2-4', 'hoej', '2020-01-01T00:00:00.000Z'),
	('seneste_arbejdsgiver', 'virksomhedspraktik', '2024-01-01', '{"groups":["dagpenge","kontanthjaelp_jobparat","uddannelsesparat","selvforsoergende_jobparat"],"sentence":"Virksomheden er borgerens seneste arbejdsgiver: målgruppen må ikke være i praktik der.","others":{"sentence":"Virksomheden er borgerens seneste arbejdsgiver: kun i en ny funktion, som står i aftalen.","answer":"mangler"}}', 'Ikke i praktik hos den seneste arbejdsgiver for dagpengemodtagere, jobparate og uddannelsesparate; andre kun i en ny funktion, som står i aftalen.', 'BEK 2636/2021 § 61, stk. 2-4, ophævet 1/1 2024; den nye bekendtgørelses nummer er ikke fundet', 'mellem', '2020-01-01T00:00:00.000Z'),
	('seneste_arbejdsgiver', 'loentilskud_privat', '2020-01-01', '{"groups":"alle","sentence":"Virksomheden er borgerens seneste arbejdsgiver.","others":null}', 'Løntilskud kan ikke være hos den seneste arbejdsgiver.', 'pav.medst.dk; helsingor.dk; kk.dk', 'hoej', '2020-01-01T00:00:00.000Z'),
	('seneste_arbejdsgiver', 'loentilskud_offentlig', '2020-01-01', '{"groups":"alle","sentence":"Virksomheden er borgerens seneste arbejdsgiver.","others":null}', 'Løntilskud kan ikke være hos den seneste arbejdsgiver.', 'pav.medst.dk; helsingor.dk; kk.dk', 'hoej', '2020-01-01T00:00:00.000Z');
--> statement-breakpoint
-- The promise came with two deadlines at once. An administrator's own words stand.
INSERT INTO `legal_rule` (`kind`, `subject`, `from_date`, `content`, `sentence`, `source`, `confidence`, `change_reason`, `replaces_id`, `recorded_at`)
SELECT `kind`, `subject`, `from_date`, '{"hours":null,"businessDays":2}', 'Virksomheden får et første svar senest ved udgangen af den anden hverdag efter den dag, ordren kom.', 'Kommunens eget løfte til virksomhederne; to hverdage er programmets forslag, indtil kommunen beslutter et andet', 'mellem', 'Fristen var både 24 timer og 2 hverdage.', `id`, '2026-11-29T00:00:00.000Z'
FROM `legal_rule` WHERE `kind` = 'svarfrist' AND `recorded_by` IS NULL AND `superseded_at` IS NULL;
--> statement-breakpoint
UPDATE `legal_rule` SET `superseded_at` = '2026-11-29T00:00:00.000Z'
WHERE `id` IN (SELECT `replaces_id` FROM `legal_rule` WHERE `kind` = 'svarfrist' AND `recorded_by` IS NULL);
--> statement-breakpoint
ALTER TABLE `benefit_period` ADD `superseded_by` integer REFERENCES user(id);--> statement-breakpoint
ALTER TABLE `benefit_period` ADD `superseded_reason` text CONSTRAINT "benefit_period_reason" CHECK(length("benefit_period"."superseded_reason") BETWEEN 1 AND 500);
