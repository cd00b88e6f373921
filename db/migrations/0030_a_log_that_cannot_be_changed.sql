CREATE TABLE `log_person` (
	`number` integer PRIMARY KEY NOT NULL,
	`citizen_id` integer,
	FOREIGN KEY (`citizen_id`) REFERENCES `citizen`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `log_person_citizen_id_unique` ON `log_person` (`citizen_id`);--> statement-breakpoint
CREATE TABLE `read_alarm` (
	`id` integer PRIMARY KEY NOT NULL,
	`user_id` integer NOT NULL,
	`from_at` text NOT NULL,
	`raised_at` text NOT NULL,
	`persons` integer NOT NULL,
	`settled_at` text,
	`settled_by` integer,
	`finding` text,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`settled_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "read_alarm_settled" CHECK(("read_alarm"."settled_at" IS NULL) = ("read_alarm"."settled_by" IS NULL) AND ("read_alarm"."settled_at" IS NULL) = ("read_alarm"."finding" IS NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX `read_alarm_user` ON `read_alarm` (`user_id`,`raised_at`);--> statement-breakpoint
CREATE INDEX `read_alarm_open` ON `read_alarm` (`raised_at`) WHERE "read_alarm"."settled_at" IS NULL;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_citizen_read` (
	`id` integer PRIMARY KEY NOT NULL,
	`person` integer NOT NULL,
	`user_id` integer NOT NULL,
	`at` text NOT NULL,
	`purpose` text NOT NULL,
	`job_order_id` integer,
	`relation` text,
	`previous` blob NOT NULL,
	`hash` blob NOT NULL,
	FOREIGN KEY (`person`) REFERENCES `log_person`(`number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "citizen_read_purpose" CHECK("__new_citizen_read"."purpose" IN ('liste', 'borgerside', 'cpr', 'forslagsliste', 'tavle', 'forloeb', 'soegning', 'api', 'udtraek', 'indsigt')),
	CONSTRAINT "citizen_read_relation" CHECK("__new_citizen_read"."relation" IN ('sag', 'ordre', 'ingen')),
	CONSTRAINT "citizen_read_previous" CHECK(length("__new_citizen_read"."previous") = 32),
	CONSTRAINT "citizen_read_hash" CHECK(length("__new_citizen_read"."hash") = 32)
) STRICT;
--> statement-breakpoint
-- Whom the log tells of gets a number of the log's own, drawn at random.
INSERT INTO `log_person` (`number`, `citizen_id`) SELECT random() & 9007199254740991, `id` FROM `citizen`
	WHERE `id` IN (SELECT `citizen_id` FROM `citizen_read`) OR `id` IN (SELECT CAST(`entity_key` AS integer) FROM `audit_event` WHERE `entity` = 'citizen');
--> statement-breakpoint
-- One count through both tables: the old events first, then the old reads. The next start links them (server/log/old-rows.ts).
INSERT INTO `__new_citizen_read`("id", "person", "user_id", "at", "purpose", "job_order_id", "previous", "hash")
	SELECT (SELECT count(*) FROM `audit_event`) + row_number() OVER (ORDER BY `id`), (SELECT `number` FROM `log_person` WHERE `log_person`.`citizen_id` = `citizen_read`.`citizen_id`), `user_id`, `at`, `purpose`, `job_order_id`, zeroblob(32), zeroblob(32) FROM `citizen_read`;--> statement-breakpoint
DROP TABLE `citizen_read`;--> statement-breakpoint
ALTER TABLE `__new_citizen_read` RENAME TO `citizen_read`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `citizen_read_person` ON `citizen_read` (`person`,`at`);--> statement-breakpoint
CREATE INDEX `citizen_read_user` ON `citizen_read` (`user_id`,`at`);--> statement-breakpoint
CREATE INDEX `citizen_read_unrelated` ON `citizen_read` (`at`) WHERE "citizen_read"."relation" = 'ingen';--> statement-breakpoint
CREATE TABLE `__new_audit_event` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` text NOT NULL,
	`user_id` integer,
	`action` text NOT NULL,
	`entity` text NOT NULL,
	`entity_key` text NOT NULL,
	`detail` text,
	`previous` blob NOT NULL,
	`hash` blob NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "audit_event_previous" CHECK(length("__new_audit_event"."previous") = 32),
	CONSTRAINT "audit_event_hash" CHECK(length("__new_audit_event"."hash") = 32)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_audit_event`("id", "at", "user_id", "action", "entity", "entity_key", "detail", "previous", "hash")
	SELECT row_number() OVER (ORDER BY `id`), `at`, `user_id`, `action`, `entity`,
		CASE `entity` WHEN 'citizen' THEN coalesce((SELECT CAST(`number` AS text) FROM `log_person` WHERE `citizen_id` = CAST(`audit_event`.`entity_key` AS integer)), 'slettet') ELSE `entity_key` END,
		`detail`, zeroblob(32), zeroblob(32) FROM `audit_event`;--> statement-breakpoint
DROP TABLE `audit_event`;--> statement-breakpoint
ALTER TABLE `__new_audit_event` RENAME TO `audit_event`;--> statement-breakpoint
CREATE INDEX `audit_event_entity` ON `audit_event` (`entity`,`entity_key`,`at`);--> statement-breakpoint
CREATE INDEX `audit_event_user` ON `audit_event` (`user_id`,`at`);
--> statement-breakpoint
-- The log can only grow, and only by its next link. A migration that makes one of the tables anew must make its triggers anew
-- as well (and their hashes in server/log/triggers.ts). An old row may be linked once.
CREATE TRIGGER `audit_event_only_next` BEFORE INSERT ON `audit_event`
	WHEN NEW.`hash` = zeroblob(32) OR (NEW.`id` > 1 AND NEW.`previous` = zeroblob(32))
		OR NEW.`id` <> 1 + max(coalesce((SELECT max(`id`) FROM `audit_event`), 0), coalesce((SELECT max(`id`) FROM `citizen_read`), 0))
		OR NEW.`previous` IS NOT CASE NEW.`id` WHEN 1 THEN zeroblob(32) ELSE coalesce((SELECT `hash` FROM `audit_event` WHERE `id` = NEW.`id` - 1), (SELECT `hash` FROM `citizen_read` WHERE `id` = NEW.`id` - 1)) END
BEGIN
	SELECT RAISE(ABORT, 'audit_event: only the next link of the chain may be written');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_event_no_update` BEFORE UPDATE ON `audit_event`
	WHEN OLD.`hash` <> zeroblob(32) OR NEW.`id` IS NOT OLD.`id` OR NEW.`at` IS NOT OLD.`at` OR NEW.`user_id` IS NOT OLD.`user_id` OR NEW.`action` IS NOT OLD.`action` OR NEW.`entity` IS NOT OLD.`entity` OR NEW.`entity_key` IS NOT OLD.`entity_key` OR NEW.`detail` IS NOT OLD.`detail`
BEGIN
	SELECT RAISE(ABORT, 'audit_event: what is written stays');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_event_no_delete` BEFORE DELETE ON `audit_event` BEGIN
	SELECT RAISE(ABORT, 'audit_event: what is written stays');
END;
--> statement-breakpoint
CREATE TRIGGER `citizen_read_only_next` BEFORE INSERT ON `citizen_read`
	WHEN NEW.`hash` = zeroblob(32) OR (NEW.`id` > 1 AND NEW.`previous` = zeroblob(32))
		OR NEW.`id` <> 1 + max(coalesce((SELECT max(`id`) FROM `audit_event`), 0), coalesce((SELECT max(`id`) FROM `citizen_read`), 0))
		OR NEW.`previous` IS NOT CASE NEW.`id` WHEN 1 THEN zeroblob(32) ELSE coalesce((SELECT `hash` FROM `audit_event` WHERE `id` = NEW.`id` - 1), (SELECT `hash` FROM `citizen_read` WHERE `id` = NEW.`id` - 1)) END
BEGIN
	SELECT RAISE(ABORT, 'citizen_read: only the next link of the chain may be written');
END;
--> statement-breakpoint
CREATE TRIGGER `citizen_read_no_update` BEFORE UPDATE ON `citizen_read`
	WHEN OLD.`hash` <> zeroblob(32) OR NEW.`id` IS NOT OLD.`id` OR NEW.`person` IS NOT OLD.`person` OR NEW.`user_id` IS NOT OLD.`user_id` OR NEW.`at` IS NOT OLD.`at` OR NEW.`purpose` IS NOT OLD.`purpose` OR NEW.`job_order_id` IS NOT OLD.`job_order_id` OR NEW.`relation` IS NOT OLD.`relation`
BEGIN
	SELECT RAISE(ABORT, 'citizen_read: what is written stays');
END;
--> statement-breakpoint
CREATE TRIGGER `citizen_read_no_delete` BEFORE DELETE ON `citizen_read` BEGIN
	SELECT RAISE(ABORT, 'citizen_read: what is written stays');
END;
--> statement-breakpoint
-- A number that has lost its citizen is nobody's for ever, and none changes hands.
CREATE TRIGGER `log_person_only_lost` BEFORE UPDATE ON `log_person`
	WHEN NEW.`number` IS NOT OLD.`number` OR NEW.`citizen_id` IS NOT NULL
BEGIN
	SELECT RAISE(ABORT, 'log_person: a number may only lose its citizen');
END;
