CREATE TABLE `citizen_change` (
	`citizen_id` integer PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `citizen_change_seq_unique` ON `citizen_change` (`seq`);--> statement-breakpoint
ALTER TABLE `match_order_result` ADD `result_sha` text;--> statement-breakpoint
INSERT INTO `citizen_change` (`citizen_id`, `seq`) SELECT `id`, row_number() OVER (ORDER BY `id`) FROM `citizen`;
--> statement-breakpoint
-- A migration that makes the table citizen or citizen_term anew must make its triggers anew as well.
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
CREATE TRIGGER `citizen_term_change_insert` AFTER INSERT ON `citizen_term` BEGIN
	INSERT OR REPLACE INTO `citizen_change` VALUES (NEW.`citizen_id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `citizen_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `citizen_term_change_update` AFTER UPDATE ON `citizen_term` BEGIN
	INSERT OR REPLACE INTO `citizen_change` VALUES (NEW.`citizen_id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `citizen_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `citizen_term_change_delete` AFTER DELETE ON `citizen_term` BEGIN
	INSERT OR REPLACE INTO `citizen_change` VALUES (OLD.`citizen_id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `citizen_change`));
END;
