/** Why a file cannot be read or written, for whoever named it. */
const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'you may not',
  EPERM: 'you may not',
  EISDIR: 'it is a folder',
  ENOTDIR: 'what should be a folder is a file',
  ENOSPC: 'no space is left',
  EROFS: 'the disk is read-only',
}

export function fileWords(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  return WORDS[code ?? ''] ?? code ?? message ?? 'unknown'
}
