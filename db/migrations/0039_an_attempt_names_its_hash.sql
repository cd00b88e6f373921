ALTER TABLE `sign_in_attempt` RENAME COLUMN "username" TO "account_hash";--> statement-breakpoint
DROP INDEX `sign_in_attempt_username`;--> statement-breakpoint
DROP INDEX `sign_in_attempt_place`;--> statement-breakpoint
CREATE INDEX `sign_in_attempt_account` ON `sign_in_attempt` (`account_hash`,`at`);--> statement-breakpoint
CREATE INDEX `sign_in_attempt_place` ON `sign_in_attempt` (`account_hash`,`address`,`at`);