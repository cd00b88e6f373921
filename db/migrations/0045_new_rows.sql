ALTER TABLE `match_order_result` ADD `new_rows` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- Of the last night's run and those since: no page asks for older ones.
UPDATE `match_order_result` SET `new_rows` = (
	SELECT count(*) FROM `match_row`
	WHERE `match_row`.`run_id` = `match_order_result`.`run_id`
		AND `match_row`.`job_order_id` = `match_order_result`.`job_order_id` AND `match_row`.`is_new`
) WHERE `run_id` >= (SELECT coalesce(max(`id`), 0) FROM `match_run` WHERE `status` = 'faerdig' AND `run_key` LIKE 'nat:%');
