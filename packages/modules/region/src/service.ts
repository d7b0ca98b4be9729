import { moduleService } from "@stoa/kernel"
import { entities } from "./entities/index.ts"

/** Regions and the countries in them. */
export class RegionService extends moduleService(entities) {}
