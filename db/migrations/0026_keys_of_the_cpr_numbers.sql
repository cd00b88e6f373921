CREATE TABLE `cpr_key` (
	`use` text NOT NULL,
	`check_value` text NOT NULL,
	`since` text NOT NULL,
	PRIMARY KEY(`use`, `check_value`),
	CONSTRAINT "cpr_key_use" CHECK("cpr_key"."use" IN ('kryptering', 'opslag'))
) STRICT;
--> statement-breakpoint
-- A CPR number that is only sealed under another key (no new version) changes nothing that a list knows: a change of keys
-- must not make every list read every citizen again.
DROP TRIGGER `citizen_change_update`;
--> statement-breakpoint
CREATE TRIGGER `citizen_change_update` AFTER UPDATE ON `citizen`
WHEN NEW.`version` <> OLD.`version` OR NEW.`cpr_encrypted` IS OLD.`cpr_encrypted` BEGIN
	INSERT OR REPLACE INTO `citizen_change` VALUES (NEW.`id`, (SELECT coalesce(max(`seq`), 0) + 1 FROM `citizen_change`));
END;
