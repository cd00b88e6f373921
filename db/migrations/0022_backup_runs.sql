CREATE TABLE `backup_run` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`occasion` text NOT NULL,
	`status` text NOT NULL,
	`started_at` text NOT NULL,
	`ms` integer NOT NULL,
	`file` text,
	`bytes` integer,
	`row_count` integer,
	`error` text,
	CONSTRAINT "backup_run_kind" CHECK("backup_run"."kind" IN ('kopi', 'proeve')),
	CONSTRAINT "backup_run_occasion" CHECK("backup_run"."occasion" IN ('nat', 'haand')),
	CONSTRAINT "backup_run_status" CHECK("backup_run"."status" IN ('faerdig', 'fejlet'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `backup_run_latest` ON `backup_run` (`kind`,`started_at`);