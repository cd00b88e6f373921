-- Stretches on benefit are part of what matching and the lists of citizens know of them.
CREATE TRIGGER `citizen_benefit_insert` AFTER INSERT ON `benefit_period` BEGIN
	INSERT OR REPLACE INTO `citizen_change` VALUES (NEW.`citizen_id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `citizen_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `citizen_benefit_update` AFTER UPDATE OF `citizen_id`, `from_date`, `until_date`, `superseded_at` ON `benefit_period` BEGIN
	INSERT OR REPLACE INTO `citizen_change` VALUES (NEW.`citizen_id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `citizen_change`));
END;
--> statement-breakpoint
CREATE TRIGGER `citizen_benefit_delete` AFTER DELETE ON `benefit_period` BEGIN
	INSERT OR REPLACE INTO `citizen_change` VALUES (OLD.`citizen_id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `citizen_change`));
END;
