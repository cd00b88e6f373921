CREATE TABLE `open_step` (
	`contact_id` integer PRIMARY KEY NOT NULL,
	`p_number` integer NOT NULL,
	`user_id` integer,
	`next_step_date` text NOT NULL,
	FOREIGN KEY (`contact_id`) REFERENCES `contact`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`p_number`) REFERENCES `p_unit`(`p_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "open_step_next_step_date" CHECK("open_step"."next_step_date" IS date("open_step"."next_step_date"))
) STRICT;
--> statement-breakpoint
CREATE INDEX `open_step_user` ON `open_step` (`user_id`,`next_step_date`);--> statement-breakpoint
CREATE INDEX `open_step_p_unit` ON `open_step` (`p_number`,`user_id`);--> statement-breakpoint
DROP INDEX `contact_next_step`;
--> statement-breakpoint
INSERT INTO `open_step`
	WITH `latest` AS (SELECT `p_number`, `user_id`, max(`contact_date`) AS `day` FROM `contact` WHERE `superseded_at` IS NULL AND `user_id` IS NOT NULL GROUP BY `p_number`, `user_id`)
	SELECT `id`, `contact`.`p_number`, `contact`.`user_id`, `next_step_date` FROM `contact`
	LEFT JOIN `latest` ON `latest`.`p_number` = `contact`.`p_number` AND `latest`.`user_id` = `contact`.`user_id`
	WHERE `next_step_date` IS NOT NULL AND `next_step_done_at` IS NULL AND `superseded_at` IS NULL
	AND (`import_id` IS NULL OR `latest`.`day` IS NULL OR `latest`.`day` <= `contact_date`);
--> statement-breakpoint
CREATE TRIGGER `open_step_contact_insert` AFTER INSERT ON `contact` WHEN NEW.`superseded_at` IS NULL BEGIN
	DELETE FROM `open_step` WHERE `p_number` = NEW.`p_number` AND `user_id` = NEW.`user_id`
		AND EXISTS (SELECT 1 FROM `contact` WHERE `id` = `contact_id` AND `import_id` IS NOT NULL AND `contact_date` < NEW.`contact_date`);
	INSERT INTO `open_step` SELECT `id`, `p_number`, `user_id`, `next_step_date` FROM `contact` WHERE `id` = NEW.`id`
		AND `next_step_date` IS NOT NULL AND `next_step_done_at` IS NULL AND `superseded_at` IS NULL
		AND NOT (`import_id` IS NOT NULL AND EXISTS (SELECT 1 FROM `contact` AS `later` WHERE `later`.`p_number` = `contact`.`p_number` AND `later`.`contact_date` > `contact`.`contact_date` AND +`later`.`user_id` = `contact`.`user_id` AND `later`.`superseded_at` IS NULL));
END;
--> statement-breakpoint
CREATE TRIGGER `open_step_contact_update` AFTER UPDATE OF `p_number`, `user_id`, `contact_date`, `next_step_date`, `next_step_done_at`, `superseded_at`, `import_id` ON `contact` BEGIN
	DELETE FROM `open_step` WHERE `contact_id` = OLD.`id`;
	DELETE FROM `open_step` WHERE `p_number` = NEW.`p_number` AND `user_id` IS NEW.`user_id`;
	INSERT INTO `open_step` SELECT `id`, `p_number`, `user_id`, `next_step_date` FROM `contact` WHERE `p_number` = NEW.`p_number` AND +`user_id` IS NEW.`user_id`
		AND `next_step_date` IS NOT NULL AND `next_step_done_at` IS NULL AND `superseded_at` IS NULL
		AND NOT (`import_id` IS NOT NULL AND EXISTS (SELECT 1 FROM `contact` AS `later` WHERE `later`.`p_number` = `contact`.`p_number` AND `later`.`contact_date` > `contact`.`contact_date` AND +`later`.`user_id` = `contact`.`user_id` AND `later`.`superseded_at` IS NULL));
END;
--> statement-breakpoint
CREATE TRIGGER `open_step_contact_move` AFTER UPDATE OF `p_number`, `user_id` ON `contact` WHEN OLD.`p_number` <> NEW.`p_number` OR OLD.`user_id` IS NOT NEW.`user_id` BEGIN
	DELETE FROM `open_step` WHERE `p_number` = OLD.`p_number` AND `user_id` IS OLD.`user_id`;
	INSERT INTO `open_step` SELECT `id`, `p_number`, `user_id`, `next_step_date` FROM `contact` WHERE `p_number` = OLD.`p_number` AND +`user_id` IS OLD.`user_id`
		AND `next_step_date` IS NOT NULL AND `next_step_done_at` IS NULL AND `superseded_at` IS NULL
		AND NOT (`import_id` IS NOT NULL AND EXISTS (SELECT 1 FROM `contact` AS `later` WHERE `later`.`p_number` = `contact`.`p_number` AND `later`.`contact_date` > `contact`.`contact_date` AND +`later`.`user_id` = `contact`.`user_id` AND `later`.`superseded_at` IS NULL));
END;
--> statement-breakpoint
CREATE TRIGGER `open_step_contact_delete` AFTER DELETE ON `contact` BEGIN
	DELETE FROM `open_step` WHERE `p_number` = OLD.`p_number` AND `user_id` IS OLD.`user_id`;
	INSERT INTO `open_step` SELECT `id`, `p_number`, `user_id`, `next_step_date` FROM `contact` WHERE `p_number` = OLD.`p_number` AND +`user_id` IS OLD.`user_id`
		AND `next_step_date` IS NOT NULL AND `next_step_done_at` IS NULL AND `superseded_at` IS NULL
		AND NOT (`import_id` IS NOT NULL AND EXISTS (SELECT 1 FROM `contact` AS `later` WHERE `later`.`p_number` = `contact`.`p_number` AND `later`.`contact_date` > `contact`.`contact_date` AND +`later`.`user_id` = `contact`.`user_id` AND `later`.`superseded_at` IS NULL));
END;
