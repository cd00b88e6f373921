CREATE TABLE `erasure` (
	`id` integer PRIMARY KEY NOT NULL,
	`citizen_id` integer,
	`contact_person_id` integer,
	`reason` text NOT NULL,
	`erased_at` text NOT NULL,
	`erased_by` integer,
	FOREIGN KEY (`citizen_id`) REFERENCES `citizen`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_person_id`) REFERENCES `contact_person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`erased_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "erasure_reason" CHECK("erasure"."reason" IN ('anmodning', 'frist', 'fejl')),
	CONSTRAINT "erasure_of_one" CHECK(("erasure"."citizen_id" IS NULL) <> ("erasure"."contact_person_id" IS NULL))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `erasure_citizen_id_unique` ON `erasure` (`citizen_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `erasure_contact_person_id_unique` ON `erasure` (`contact_person_id`);--> statement-breakpoint
ALTER TABLE `citizen` ADD `erased_at` text;--> statement-breakpoint
ALTER TABLE `contact_person` ADD `erased_at` text;--> statement-breakpoint
-- Whoever is erased stays so; and what is otherwise never changed is emptied for whoever is erased, and for nobody else.
CREATE TRIGGER `citizen_stays_erased` BEFORE UPDATE ON `citizen` WHEN OLD.`erased_at` IS NOT NULL BEGIN
	SELECT RAISE(ABORT, 'an erased citizen is never changed');
END;
--> statement-breakpoint
DROP TRIGGER `formidling_event_never_changed`;
--> statement-breakpoint
CREATE TRIGGER `formidling_event_never_changed` BEFORE UPDATE ON `formidling_event`
WHEN NOT EXISTS (
	SELECT 1 FROM `formidling` JOIN `citizen` ON `citizen`.`id` = `formidling`.`citizen_id`
	WHERE `formidling`.`id` = OLD.`formidling_id` AND `citizen`.`erased_at` IS NOT NULL
) BEGIN
	SELECT RAISE(ABORT, 'a formidling_event is never changed');
END;
--> statement-breakpoint
DROP TRIGGER `rule_override_never_changed`;
--> statement-breakpoint
CREATE TRIGGER `rule_override_never_changed` BEFORE UPDATE ON `rule_override`
WHEN NOT EXISTS (SELECT 1 FROM `citizen` WHERE `id` = OLD.`citizen_id` AND `erased_at` IS NOT NULL) BEGIN
	SELECT RAISE(ABORT, 'a rule_override is never changed');
END;
