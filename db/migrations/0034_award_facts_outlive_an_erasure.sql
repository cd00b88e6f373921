ALTER TABLE `placement` ADD `award_youth` integer;--> statement-breakpoint
ALTER TABLE `placement` ADD `award_lacks_danish` integer;--> statement-breakpoint
ALTER TABLE `placement` ADD `award_lacks_experience` integer;