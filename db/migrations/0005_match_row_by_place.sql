-- Lists name places instead of citizens: a run's key alone says who stands where. Runs from before keys were kept get one.
UPDATE `match_run` SET `citizen_places` = (
	SELECT unhex(group_concat(printf('%02X%02X%02X%02X', `id` & 255, `id` >> 8 & 255, `id` >> 16 & 255, `id` >> 24 & 255), ''))
	FROM (SELECT DISTINCT `citizen_id` AS `id` FROM `match_row` WHERE `run_id` = `match_run`.`id` ORDER BY `citizen_id`)
) WHERE `citizen_places` IS NULL AND `id` IN (SELECT `run_id` FROM `match_row`);
--> statement-breakpoint
CREATE TABLE `__place` (`run_id` integer NOT NULL, `citizen_id` integer NOT NULL, `place` integer NOT NULL, PRIMARY KEY (`run_id`, `citizen_id`)) STRICT, WITHOUT ROWID;
--> statement-breakpoint
-- The key is 32-bit numbers, the low byte first; instr() of a digit that is not there is 0, as it should be for '0'.
INSERT INTO `__place`
WITH RECURSIVE `spot`(`place`) AS (
	SELECT 0 UNION ALL SELECT `place` + 1 FROM `spot` WHERE `place` + 1 < (SELECT max(length(`citizen_places`)) / 4 FROM `match_run`)
), `entry` AS (
	SELECT `id` AS `run_id`, `place`, hex(substr(`citizen_places`, `place` * 4 + 1, 4)) AS `h`
	FROM `match_run` JOIN `spot` ON `place` * 4 < length(`citizen_places`)
)
SELECT `run_id`,
	((((((instr('123456789ABCDEF', substr(`h`, 7, 1)) * 16 + instr('123456789ABCDEF', substr(`h`, 8, 1))) * 16
	+ instr('123456789ABCDEF', substr(`h`, 5, 1))) * 16 + instr('123456789ABCDEF', substr(`h`, 6, 1))) * 16
	+ instr('123456789ABCDEF', substr(`h`, 3, 1))) * 16 + instr('123456789ABCDEF', substr(`h`, 4, 1))) * 16
	+ instr('123456789ABCDEF', substr(`h`, 1, 1))) * 16 + instr('123456789ABCDEF', substr(`h`, 2, 1)),
	`place`
FROM `entry` WHERE `h` <> '00000000';
--> statement-breakpoint
CREATE TABLE `__new_match_row` (
	`run_id` integer NOT NULL,
	`job_order_id` integer NOT NULL,
	`rank` integer NOT NULL,
	`place` integer NOT NULL,
	`score` integer NOT NULL,
	`parts` text NOT NULL,
	`reasons` blob,
	`is_new` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`run_id`, `job_order_id`, `rank`),
	FOREIGN KEY (`run_id`,`job_order_id`) REFERENCES `match_order_result`(`run_id`,`job_order_id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "match_row_place" CHECK("__new_match_row"."place" >= 0)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_match_row`("run_id", "job_order_id", "rank", "place", "score", "parts", "reasons", "is_new")
SELECT "run_id", "job_order_id", "rank",
	(SELECT `place` FROM `__place` WHERE `__place`.`run_id` = `match_row`.`run_id` AND `__place`.`citizen_id` = `match_row`.`citizen_id`),
	"score", "parts", "reasons", "is_new" FROM `match_row`;--> statement-breakpoint
DROP TABLE `__place`;--> statement-breakpoint
DROP TABLE `match_row`;--> statement-breakpoint
ALTER TABLE `__new_match_row` RENAME TO `match_row`;
