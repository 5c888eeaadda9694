const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'you may not',
  EPERM: 'you may not',
  EROFS: 'that place cannot be written to',
  ENOSPC: 'no space is left there',
  EDQUOT: 'your share of the disk is used up',
  EFBIG: 'the file would be too large',
  EIO: 'the device failed',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  ELOOP: 'it is a symbolic link that leads nowhere',
  ENAMETOOLONG: 'the name is too long',
  ENXIO: 'it is no file',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open on this machine',
  EPIPE: 'nobody reads it any more',
};

/** Why the system refused something, in words; its own words where there are no better ones. */
export function systemReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? message ?? String(error);
}
