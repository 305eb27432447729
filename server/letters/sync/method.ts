/** What a method of JMAP is given, and what it gives. */
import type { House } from '#ground/house.ts'
import type { TokenActor } from '../tokens/token-actor.ts'
import type { Args } from './arguments.ts'

export type Asking = { readonly house: House; readonly actor: TokenActor }
export type Method = (asking: Asking, args: Args) => Promise<Record<string, unknown>>
