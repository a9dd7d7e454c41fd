import { readMintSettings } from '../config.ts'
import { ConfigError } from '../config-error.ts'
import { helpText } from './help-text.ts'
import { mintByArguments, UsageError } from './token-command.ts'

/** What a command line came to. */
export interface Outcome {
  readonly output: string
  /** One sentence of what is wrong; empty when nothing is. */
  readonly fault: string
}

/** Everything that the program does besides being a server, by the words behind its name. */
export async function runCommand([name, ...args]: readonly string[], version: string): Promise<Outcome> {
  switch (name) {
    case 'token':
      return runToken(args)
    case '--version':
      return { output: `${version}\n`, fault: '' }
    case '--help':
    case '-h':
      return { output: helpText, fault: '' }
    default:
      return failed(`${JSON.stringify(name)} is not a command; \`coplane --help\` lists them`)
  }
}

async function runToken(args: readonly string[]): Promise<Outcome> {
  if (args.includes('--help')) return { output: helpText, fault: '' }
  try {
    return { output: `${await mintByArguments(args, readMintSettings())}\n`, fault: '' }
  } catch (error) {
    if (error instanceof UsageError || error instanceof ConfigError) return failed(error.message)
    throw error
  }
}

function failed(fault: string): Outcome {
  return { output: '', fault }
}
