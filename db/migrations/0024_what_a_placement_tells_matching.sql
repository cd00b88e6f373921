CREATE INDEX `formidling_stage` ON `formidling` (`stage`,`updated_at`);
--> statement-breakpoint
-- Until when a citizen's week is full is part of what matching knows of them.
CREATE TRIGGER `citizen_placed` AFTER INSERT ON `placement` BEGIN
	INSERT OR REPLACE INTO `citizen_change` VALUES (NEW.`citizen_id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `citizen_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `citizen_placement_update` AFTER UPDATE OF `type`, `starts_on`, `ends_on`, `ended_on`, `withdrawn_at` ON `placement` BEGIN
	INSERT OR REPLACE INTO `citizen_change` VALUES (NEW.`citizen_id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `citizen_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `citizen_placement_delete` AFTER DELETE ON `placement` BEGIN
	INSERT OR REPLACE INTO `citizen_change` VALUES (OLD.`citizen_id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `citizen_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `citizen_placed_hours` AFTER INSERT ON `placement_hours` BEGIN
	INSERT OR REPLACE INTO `citizen_change` VALUES ((SELECT `citizen_id` FROM `placement` WHERE `id` = NEW.`placement_id`), (SELECT coalesce(max(`seq`), 0) + 1 FROM `citizen_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `citizen_placement_hours_update` AFTER UPDATE ON `placement_hours` BEGIN
	INSERT OR REPLACE INTO `citizen_change` VALUES ((SELECT `citizen_id` FROM `placement` WHERE `id` = NEW.`placement_id`), (SELECT coalesce(max(`seq`), 0) + 1 FROM `citizen_change`));
END;
