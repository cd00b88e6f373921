-- Lists look through what is kept of each place of work: its address, when it began and closed and what it was merged into are part of it now.
DROP TRIGGER `p_unit_change_update`;
--> statement-breakpoint
CREATE TRIGGER `p_unit_change_update` AFTER UPDATE OF `cvr`, `name`, `name_folded`, `street_address`, `postcode`, `branch_code`, `branch_text`, `owner_user_id`, `start_date`, `end_date`, `merged_into`, `import_id` ON `p_unit` BEGIN
	INSERT OR REPLACE INTO `firm_change` VALUES (NEW.`p_number`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `firm_change`));
END;
