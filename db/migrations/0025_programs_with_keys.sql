CREATE TABLE `api_token` (
	`id` integer PRIMARY KEY NOT NULL,
	`user_id` integer NOT NULL,
	`token_hash` text NOT NULL,
	`requests_per_minute` integer NOT NULL,
	`created_at` text NOT NULL,
	`created_by` integer NOT NULL,
	`expires_at` text NOT NULL,
	`withdrawn_at` text,
	`withdrawn_by` integer,
	`last_used_at` text,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`withdrawn_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "api_token_hash" CHECK(length("api_token"."token_hash") = 64),
	CONSTRAINT "api_token_requests" CHECK("api_token"."requests_per_minute" BETWEEN 1 AND 1000),
	CONSTRAINT "api_token_expires" CHECK("api_token"."expires_at" > "api_token"."created_at")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `api_token_user_id_unique` ON `api_token` (`user_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `api_token_token_hash_unique` ON `api_token` (`token_hash`);--> statement-breakpoint
CREATE TABLE `api_token_scope` (
	`token_id` integer NOT NULL,
	`area` text NOT NULL,
	`reach` text NOT NULL,
	PRIMARY KEY(`token_id`, `area`),
	FOREIGN KEY (`token_id`) REFERENCES `api_token`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "api_token_scope_area" CHECK("api_token_scope"."area" IN ('virksomheder', 'kontakter', 'kampagner', 'jobordrer', 'formidling', 'forloeb', 'borgere', 'match', 'daekning', 'rapporter', 'ord', 'regler', 'import', 'brugere')),
	CONSTRAINT "api_token_scope_reach" CHECK("api_token_scope"."reach" IN ('laes', 'skriv'))
) STRICT;
