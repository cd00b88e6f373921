CREATE TABLE `job_order_change` (
	`job_order_id` integer PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `job_order_change_seq_unique` ON `job_order_change` (`seq`);
--> statement-breakpoint
CREATE TRIGGER `job_order_change_insert` AFTER INSERT ON `job_order` BEGIN
	INSERT INTO `job_order_change` VALUES (NEW.`id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `job_order_change`))
	ON CONFLICT (`job_order_id`) DO UPDATE SET `seq` = excluded.`seq`;
END;
--> statement-breakpoint
CREATE TRIGGER `job_order_change_update` AFTER UPDATE ON `job_order` BEGIN
	INSERT INTO `job_order_change` VALUES (NEW.`id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `job_order_change`))
	ON CONFLICT (`job_order_id`) DO UPDATE SET `seq` = excluded.`seq`;
END;
--> statement-breakpoint
CREATE TRIGGER `job_order_change_delete` AFTER DELETE ON `job_order` BEGIN
	INSERT INTO `job_order_change` VALUES (OLD.`id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `job_order_change`))
	ON CONFLICT (`job_order_id`) DO UPDATE SET `seq` = excluded.`seq`;
END;
--> statement-breakpoint
CREATE TRIGGER `job_order_requirement_insert` AFTER INSERT ON `job_order_requirement` BEGIN
	INSERT INTO `job_order_change` VALUES (NEW.`job_order_id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `job_order_change`))
	ON CONFLICT (`job_order_id`) DO UPDATE SET `seq` = excluded.`seq`;
END;
--> statement-breakpoint
CREATE TRIGGER `job_order_requirement_update` AFTER UPDATE ON `job_order_requirement` BEGIN
	INSERT INTO `job_order_change` VALUES (NEW.`job_order_id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `job_order_change`))
	ON CONFLICT (`job_order_id`) DO UPDATE SET `seq` = excluded.`seq`;
END;
--> statement-breakpoint
CREATE TRIGGER `job_order_requirement_delete` AFTER DELETE ON `job_order_requirement` BEGIN
	INSERT INTO `job_order_change` VALUES (OLD.`job_order_id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `job_order_change`))
	ON CONFLICT (`job_order_id`) DO UPDATE SET `seq` = excluded.`seq`;
END;
--> statement-breakpoint
CREATE TRIGGER `job_order_shift_insert` AFTER INSERT ON `job_order_shift` BEGIN
	INSERT INTO `job_order_change` VALUES (NEW.`job_order_id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `job_order_change`))
	ON CONFLICT (`job_order_id`) DO UPDATE SET `seq` = excluded.`seq`;
END;
--> statement-breakpoint
CREATE TRIGGER `job_order_shift_update` AFTER UPDATE ON `job_order_shift` BEGIN
	INSERT INTO `job_order_change` VALUES (NEW.`job_order_id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `job_order_change`))
	ON CONFLICT (`job_order_id`) DO UPDATE SET `seq` = excluded.`seq`;
END;
--> statement-breakpoint
CREATE TRIGGER `job_order_shift_delete` AFTER DELETE ON `job_order_shift` BEGIN
	INSERT INTO `job_order_change` VALUES (OLD.`job_order_id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `job_order_change`))
	ON CONFLICT (`job_order_id`) DO UPDATE SET `seq` = excluded.`seq`;
END;
--> statement-breakpoint
-- What bars a place, or ends it, bars its orders, and those of the whole company that name no place.
CREATE TRIGGER `job_order_bar_insert` AFTER INSERT ON `company_bar` BEGIN
	INSERT INTO `job_order_change`
	SELECT `id`, (SELECT coalesce(max(`seq`), 0) FROM `job_order_change`) + row_number() OVER (ORDER BY `id`)
	FROM `job_order` WHERE `p_number` = NEW.`p_number`
	OR `cvr` = (SELECT `cvr` FROM `p_unit` WHERE `p_unit`.`p_number` = NEW.`p_number`) AND `p_number` IS NULL
	ON CONFLICT (`job_order_id`) DO UPDATE SET `seq` = excluded.`seq`;
END;
--> statement-breakpoint
CREATE TRIGGER `job_order_bar_update` AFTER UPDATE ON `company_bar` BEGIN
	INSERT INTO `job_order_change`
	SELECT `id`, (SELECT coalesce(max(`seq`), 0) FROM `job_order_change`) + row_number() OVER (ORDER BY `id`)
	FROM `job_order` WHERE `p_number` IN (OLD.`p_number`, NEW.`p_number`)
	OR `cvr` IN (SELECT `cvr` FROM `p_unit` WHERE `p_unit`.`p_number` IN (OLD.`p_number`, NEW.`p_number`)) AND `p_number` IS NULL
	ON CONFLICT (`job_order_id`) DO UPDATE SET `seq` = excluded.`seq`;
END;
--> statement-breakpoint
CREATE TRIGGER `job_order_bar_delete` AFTER DELETE ON `company_bar` BEGIN
	INSERT INTO `job_order_change`
	SELECT `id`, (SELECT coalesce(max(`seq`), 0) FROM `job_order_change`) + row_number() OVER (ORDER BY `id`)
	FROM `job_order` WHERE `p_number` = OLD.`p_number`
	OR `cvr` = (SELECT `cvr` FROM `p_unit` WHERE `p_unit`.`p_number` = OLD.`p_number`) AND `p_number` IS NULL
	ON CONFLICT (`job_order_id`) DO UPDATE SET `seq` = excluded.`seq`;
END;
--> statement-breakpoint
CREATE TRIGGER `job_order_place_insert` AFTER INSERT ON `p_unit` BEGIN
	INSERT INTO `job_order_change`
	SELECT `id`, (SELECT coalesce(max(`seq`), 0) FROM `job_order_change`) + row_number() OVER (ORDER BY `id`)
	FROM `job_order` WHERE `cvr` = NEW.`cvr` AND `p_number` IS NULL
	ON CONFLICT (`job_order_id`) DO UPDATE SET `seq` = excluded.`seq`;
END;
--> statement-breakpoint
CREATE TRIGGER `job_order_place_update` AFTER UPDATE OF `cvr`, `end_date` ON `p_unit`
WHEN NEW.`end_date` IS NOT OLD.`end_date` OR NEW.`cvr` <> OLD.`cvr` BEGIN
	INSERT INTO `job_order_change`
	SELECT `id`, (SELECT coalesce(max(`seq`), 0) FROM `job_order_change`) + row_number() OVER (ORDER BY `id`)
	FROM `job_order` WHERE `p_number` = NEW.`p_number`
	OR `cvr` IN (OLD.`cvr`, NEW.`cvr`) AND `p_number` IS NULL
	ON CONFLICT (`job_order_id`) DO UPDATE SET `seq` = excluded.`seq`;
END;
--> statement-breakpoint
CREATE TRIGGER `job_order_place_delete` AFTER DELETE ON `p_unit` BEGIN
	INSERT INTO `job_order_change`
	SELECT `id`, (SELECT coalesce(max(`seq`), 0) FROM `job_order_change`) + row_number() OVER (ORDER BY `id`)
	FROM `job_order` WHERE `cvr` = OLD.`cvr` AND `p_number` IS NULL
	ON CONFLICT (`job_order_id`) DO UPDATE SET `seq` = excluded.`seq`;
END;
