#!/usr/bin/env node
import { runMain } from 'citty'
import { stoa } from './index.ts'

await runMain(stoa)
