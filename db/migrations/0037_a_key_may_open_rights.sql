PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_api_token_scope` (
	`token_id` integer NOT NULL,
	`area` text NOT NULL,
	`reach` text NOT NULL,
	PRIMARY KEY(`token_id`, `area`),
	FOREIGN KEY (`token_id`) REFERENCES `api_token`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "api_token_scope_area" CHECK("__new_api_token_scope"."area" IN ('virksomheder', 'kontakter', 'kampagner', 'jobordrer', 'formidling', 'forloeb', 'borgere', 'rettigheder', 'match', 'daekning', 'rapporter', 'ord', 'regler', 'import', 'brugere')),
	CONSTRAINT "api_token_scope_reach" CHECK("__new_api_token_scope"."reach" IN ('laes', 'skriv'))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_api_token_scope`("token_id", "area", "reach") SELECT "token_id", "area", "reach" FROM `api_token_scope`;--> statement-breakpoint
DROP TABLE `api_token_scope`;--> statement-breakpoint
ALTER TABLE `__new_api_token_scope` RENAME TO `api_token_scope`;--> statement-breakpoint
PRAGMA foreign_keys=ON;