DROP INDEX `citizen_caseworker`;
--> statement-breakpoint
CREATE INDEX `citizen_caseworker` ON `citizen` (`caseworker_user_id`,`name_folded`,`protected_address`,`target_group`,`unemployed_since`);
--> statement-breakpoint
CREATE INDEX `benefit_period_citizen` ON `benefit_period` (`citizen_id`,`from_date`);
--> statement-breakpoint
CREATE INDEX `disclosure_citizen` ON `disclosure` (`citizen_id`);
--> statement-breakpoint
-- By hand: drizzle-kit takes the commas of an expression for columns.
CREATE INDEX `job_order_folded` ON `job_order` (
	replace(replace(replace(lower(`title`), 'Æ', 'æ'), 'Ø', 'ø'), 'Å', 'å'),
	replace(replace(replace(lower(`order_key`), 'Æ', 'æ'), 'Ø', 'ø'), 'Å', 'å')
);
