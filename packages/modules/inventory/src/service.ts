import { moduleService } from "@stoa/kernel"
import { entities } from "./entities/index.ts"

/** What is in stock, and what of it is promised. */
export class InventoryService extends moduleService(entities) {}
