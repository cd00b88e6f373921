PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_match_row` (
	`run_id` integer NOT NULL,
	`job_order_id` integer NOT NULL,
	`rank` integer NOT NULL,
	`citizen_id` integer NOT NULL,
	`score` integer NOT NULL,
	`parts` text NOT NULL,
	`reasons` blob,
	`is_new` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`run_id`, `job_order_id`, `rank`),
	FOREIGN KEY (`citizen_id`) REFERENCES `citizen`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`run_id`,`job_order_id`) REFERENCES `match_order_result`(`run_id`,`job_order_id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_match_row`("run_id", "job_order_id", "rank", "citizen_id", "score", "parts", "reasons", "is_new") SELECT "run_id", "job_order_id", "rank", "citizen_id", "score", "parts", "reasons", "is_new" FROM `match_row`;--> statement-breakpoint
DROP TABLE `match_row`;--> statement-breakpoint
ALTER TABLE `__new_match_row` RENAME TO `match_row`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `match_row_citizen` ON `match_row` (`citizen_id`,`run_id`,`score`);