/* A disk that can fail, and that forgets what was not synced: preloaded into a server under test.
 *
 *   HEARTH_DISK_FOLDER   files below this folder are on the disk
 *   HEARTH_DISK_UNDO     where to log how each change can be undone, until it is synced
 *   HEARTH_DISK_FAULT    KIND:N  the Nth call of that kind, and those after it, go wrong:
 *                          write-full      no space is left
 *                          write-fails     an input/output error
 *                          write-torn      half of it is written, then an input/output error
 *                          sync-fails      an input/output error; the data may be anywhere
 *                          sync-swallowed  nothing is synced, and success is reported
 *   HEARTH_DISK_BUDGET   a file of 8 bytes, a number that the test may change at any time: how many bytes
 *                        files may still grow by. Then no space is left: the last write is short, as on a real
 *                        disk, or nothing of it is written when HEARTH_DISK_WHOLE is set. What was there is
 *                        overwritten as ever; what is removed gives nothing back
 *   HEARTH_DISK_SEEN     whoever asks how much is free is told the budget, and otherwise nothing of it
 *
 * After the process was killed, UndoLog takes changes back that no sync covered: that is what a power cut
 * leaves. Each record is in the log before its change happens, so one that is cut off belongs to no change.
 *
 * A record, little-endian: kind (1), number of the file (8: its inode), offset (8), length before (8), count
 * of the bytes that follow (4), the bytes.
 *
 *   W  bytes from offset were overwritten by others; these were there before
 *   T  the file had this length; the bytes are those that were cut off
 *   S  everything of this file so far is synced
 *   C  a file or folder was made: its path
 *   R  a file was renamed: both paths, with a zero between them; what it replaced was linked under the undo
 *      log's path, a dot and the offset's number
 *   U  a file was removed: its path; it was linked likewise
 *   D  everything so far that happened to the names in this folder is synced: its path
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FILES 65536

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int undo = -1;
static char undo_path[PATH_MAX];
static char folder[PATH_MAX];
static size_t folder_length;
static uint64_t links;
static char fault[32];
static long fault_after;
static long fault_calls;
static volatile int64_t *budget;
static int budget_whole;
static int budget_seen;

/* Which descriptors are files of the disk: 0 no, 1 a file, 2 a folder. */
static unsigned char tracked[MOST_FILES];

#define REAL(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
  const char *where = getenv("HEARTH_DISK_FOLDER");
  const char *log = getenv("HEARTH_DISK_UNDO");
  const char *wrong = getenv("HEARTH_DISK_FAULT");
  if (!where || !log) return;
  snprintf(folder, sizeof folder, "%s", where);
  folder_length = strlen(folder);
  snprintf(undo_path, sizeof undo_path, "%s", log);
  undo = (int) syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const char *room = getenv("HEARTH_DISK_BUDGET");
  if (room) {
    int fd = (int) syscall(SYS_openat, AT_FDCWD, room, O_RDWR | O_CLOEXEC, 0);
    void *at = fd < 0 ? MAP_FAILED : mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at == MAP_FAILED) abort();
    syscall(SYS_close, fd);
    budget = at;
    budget_whole = getenv("HEARTH_DISK_WHOLE") != NULL;
    budget_seen = getenv("HEARTH_DISK_SEEN") != NULL;
  }
  if (wrong) sscanf(wrong, "%31[a-z-]:%ld", fault, &fault_after);
  /* What the server starts is not the server. */
  unsetenv("LD_PRELOAD");
}

static int is_ours(const char *path) {
  return undo >= 0 && strncmp(path, folder, folder_length) == 0 &&
         (path[folder_length] == '/' || path[folder_length] == 0);
}

/* The whole path, whether or not its last part is there. */
static int whole(int at, const char *path, char *out) {
  if (path[0] == '/') {
    return snprintf(out, PATH_MAX, "%s", path) < PATH_MAX;
  }
  char base[PATH_MAX];
  if (at == AT_FDCWD) {
    if (!getcwd(base, sizeof base)) return 0;
  } else {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", at);
    ssize_t length = readlink(link, base, sizeof base - 1);
    if (length < 0) return 0;
    base[length] = 0;
  }
  return snprintf(out, PATH_MAX, "%s/%s", base, path) < PATH_MAX;
}

static void put(const void *bytes, size_t count) {
  const char *at = bytes;
  while (count > 0) {
    ssize_t done = syscall(SYS_write, undo, at, count);
    if (done <= 0) abort(); /* the log of the test itself: without it nothing is proved */
    at += done;
    count -= (size_t) done;
  }
}

static void record(char kind, uint64_t file, uint64_t offset, uint64_t before, const void *bytes, uint32_t count) {
  char head[29];
  head[0] = kind;
  memcpy(head + 1, &file, 8);
  memcpy(head + 9, &offset, 8);
  memcpy(head + 17, &before, 8);
  memcpy(head + 25, &count, 4);
  char *all = malloc(sizeof head + count);
  memcpy(all, head, sizeof head);
  if (count) memcpy(all + sizeof head, bytes, count);
  put(all, sizeof head + count);
  free(all);
}

/* Whether this call goes wrong. */
static int wrong(const char *kind) {
  return fault[0] && strcmp(fault, kind) == 0 && __atomic_add_fetch(&fault_calls, 1, __ATOMIC_RELAXED) >= fault_after;
}

/* Takes up to so many bytes of the room that is left, and says how many. Under the lock. */
static uint64_t grow(uint64_t wanted) {
  if (!budget || wanted == 0) return wanted;
  int64_t left = *budget;
  uint64_t got = left <= 0 ? 0 : (uint64_t) left < wanted ? (budget_whole ? 0 : (uint64_t) left) : wanted;
  *budget = left - (int64_t) got;
  return got;
}

static int on_disk(int fd) { return fd >= 0 && fd < MOST_FILES ? tracked[fd] : 0; }

static void before_write(int fd, uint64_t offset, uint64_t count) {
  struct stat now;
  if (fstat(fd, &now) != 0) return;
  uint64_t length = (uint64_t) now.st_size;
  uint64_t old = offset >= length ? 0 : (offset + count > length ? length - offset : count);
  char *bytes = malloc(old ? old : 1);
  /* Descriptors that only write can't be read; the file can. */
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  int in = old ? (int) syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0) : -1;
  uint64_t have = 0;
  while (in >= 0 && have < old) {
    ssize_t got = syscall(SYS_pread64, in, bytes + have, old - have, offset + have);
    if (got <= 0) break;
    have += (uint64_t) got;
  }
  if (in >= 0) syscall(SYS_close, in);
  if (have < old) abort();
  record('W', now.st_ino, offset, length, bytes, (uint32_t) old);
  free(bytes);
}

static void before_truncate(int fd, uint64_t to) {
  struct stat now;
  if (fstat(fd, &now) != 0) return;
  uint64_t length = (uint64_t) now.st_size;
  uint64_t cut = to < length ? length - to : 0;
  char *bytes = malloc(cut ? cut : 1);
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  int in = cut ? (int) syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0) : -1;
  uint64_t have = 0;
  while (in >= 0 && have < cut) {
    ssize_t got = syscall(SYS_pread64, in, bytes + have, cut - have, to + have);
    if (got <= 0) break;
    have += (uint64_t) got;
  }
  if (in >= 0) syscall(SYS_close, in);
  if (have < cut) abort();
  record('T', now.st_ino, to, length, bytes, (uint32_t) cut);
  free(bytes);
}

/* opening */

static int opened(int fd, const char *path, int made) {
  if (fd < 0 || fd >= MOST_FILES) return fd;
  tracked[fd] = 0;
  struct stat now;
  if (!is_ours(path) || fstat(fd, &now) != 0) return fd;
  if (S_ISREG(now.st_mode)) tracked[fd] = 1;
  if (S_ISDIR(now.st_mode)) tracked[fd] = 2;
  if (made && tracked[fd] == 1) {
    pthread_mutex_lock(&lock);
    record('C', now.st_ino, 0, 0, path, (uint32_t) strlen(path));
    pthread_mutex_unlock(&lock);
  }
  return fd;
}

static int open_at(int at, const char *path, int flags, mode_t mode) {
  char name[PATH_MAX];
  if (undo < 0 || !whole(at, path, name) || !is_ours(name)) {
    int fd = (int) syscall(SYS_openat, at, path, flags, mode);
    if (fd >= 0 && fd < MOST_FILES) tracked[fd] = 0;
    return fd;
  }
  struct stat there;
  int made = (flags & O_CREAT) && stat(name, &there) != 0;
  if ((flags & O_TRUNC) && !made) {
    int fd = (int) syscall(SYS_openat, at, path, flags & ~O_TRUNC, mode);
    if (fd < 0) return fd;
    opened(fd, name, 0);
    if (tracked[fd] == 1) {
      pthread_mutex_lock(&lock);
      before_truncate(fd, 0);
      pthread_mutex_unlock(&lock);
      syscall(SYS_ftruncate, fd, 0);
    }
    return fd;
  }
  return opened((int) syscall(SYS_openat, at, path, flags, mode), name, made);
}

#define MODE(flags) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }

int open(const char *path, int flags, ...) { MODE(flags) return open_at(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return open_at(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return open_at(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return open_at(at, path, flags | O_LARGEFILE, mode); }
int creat(const char *path, mode_t mode) { return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC | O_LARGEFILE, mode); }

FILE *fopen(const char *path, const char *how) {
  FILE *file = REAL(fopen)(path, how);
  char name[PATH_MAX];
  /* RocksDB writes its options with it, after reading; nothing durable is written so. */
  if (file && whole(AT_FDCWD, path, name) && is_ours(name) && fileno(file) < MOST_FILES && how[0] != 'r') {
    fprintf(stderr, "disk.c: %s is written by stdio, which is not followed\n", name);
    abort();
  }
  if (file && fileno(file) < MOST_FILES) tracked[fileno(file)] = 0;
  return file;
}

int close(int fd) {
  if (fd >= 0 && fd < MOST_FILES) tracked[fd] = 0;
  return (int) syscall(SYS_close, fd);
}

int dup(int fd) {
  int two = (int) syscall(SYS_dup, fd);
  if (two >= 0 && two < MOST_FILES) tracked[two] = (unsigned char) on_disk(fd);
  return two;
}

int dup2(int fd, int two) {
  int done = REAL(dup2)(fd, two);
  if (done >= 0 && done < MOST_FILES) tracked[done] = (unsigned char) on_disk(fd);
  return done;
}

/* writing */

/* The first so many bytes. */
static ssize_t write_some(int fd, const struct iovec *parts, int count, size_t some, int64_t at, int moves) {
  char *bytes = malloc(some);
  size_t have = 0;
  for (int i = 0; i < count && have < some; i++) {
    size_t take = parts[i].iov_len < some - have ? parts[i].iov_len : some - have;
    memcpy(bytes + have, parts[i].iov_base, take);
    have += take;
  }
  ssize_t done = syscall(SYS_pwrite64, fd, bytes, have, at);
  free(bytes);
  if (moves && done > 0) lseek(fd, at + done, SEEK_SET);
  return done;
}

static ssize_t write_at(int fd, const struct iovec *parts, int count, int64_t offset) {
  int64_t at = offset;
  size_t all = 0;
  for (int i = 0; i < count; i++) all += parts[i].iov_len;
  if (wrong("write-full")) { errno = ENOSPC; return -1; }
  if (wrong("write-fails")) { errno = EIO; return -1; }
  pthread_mutex_lock(&lock);
  if (at < 0) {
    int flags = fcntl(fd, F_GETFL);
    struct stat now;
    at = (flags & O_APPEND) && fstat(fd, &now) == 0 ? now.st_size : lseek(fd, 0, SEEK_CUR);
  }
  struct stat length;
  uint64_t end = (uint64_t) at + all;
  uint64_t growth = fstat(fd, &length) == 0 && end > (uint64_t) length.st_size ? end - (uint64_t) length.st_size : 0;
  if (growth > all) growth = all; /* a hole takes no room */
  size_t fits = all - (size_t) (growth - grow(growth));
  if (fits == 0 && all > 0) {
    pthread_mutex_unlock(&lock);
    errno = ENOSPC;
    return -1;
  }
  before_write(fd, (uint64_t) at, fits);
  ssize_t done;
  if (fits < all) {
    done = write_some(fd, parts, count, fits, at, offset < 0);
  } else if (wrong("write-torn") && all > 1) {
    write_some(fd, parts, count, all / 2 < 4096 ? all / 2 : 4096, at, 0);
    errno = EIO;
    done = -1;
  } else if (offset < 0) {
    done = syscall(SYS_writev, fd, parts, count);
  } else {
    done = syscall(SYS_pwritev, fd, parts, count, (long) offset, 0L);
  }
  pthread_mutex_unlock(&lock);
  return done;
}

ssize_t write(int fd, const void *bytes, size_t count) {
  if (on_disk(fd) != 1) return syscall(SYS_write, fd, bytes, count);
  struct iovec part = {(void *) bytes, count};
  return write_at(fd, &part, 1, -1);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  return on_disk(fd) == 1 ? write_at(fd, parts, count, -1) : syscall(SYS_writev, fd, parts, count);
}

static ssize_t pwrite_any(int fd, const void *bytes, size_t count, int64_t offset) {
  if (on_disk(fd) != 1) return syscall(SYS_pwrite64, fd, bytes, count, offset);
  struct iovec part = {(void *) bytes, count};
  return write_at(fd, &part, 1, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) { return pwrite_any(fd, bytes, count, offset); }
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) { return pwrite_any(fd, bytes, count, offset); }

static ssize_t pwritev_any(int fd, const struct iovec *parts, int count, int64_t offset) {
  return on_disk(fd) == 1 ? write_at(fd, parts, count, offset) : syscall(SYS_pwritev, fd, parts, count, (long) offset, 0L);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) { return pwritev_any(fd, parts, count, offset); }
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) { return pwritev_any(fd, parts, count, offset); }

/* Callers fall back to read and write. */
ssize_t sendfile(int out, int in, off_t *offset, size_t count) {
  if (on_disk(out)) { errno = EINVAL; return -1; }
  return syscall(SYS_sendfile, out, in, offset, count);
}
ssize_t sendfile64(int out, int in, off64_t *offset, size_t count) {
  if (on_disk(out)) { errno = EINVAL; return -1; }
  return syscall(SYS_sendfile, out, in, offset, count);
}
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t count, unsigned flags) {
  if (on_disk(out)) { errno = EXDEV; return -1; }
  return syscall(SYS_copy_file_range, in, from, out, to, count, flags);
}

/* How much is free. */

static void see(fsblkcnt_t *free_blocks, fsblkcnt_t *available, unsigned long size) {
  if (!budget_seen || size == 0) return;
  int64_t left = *budget;
  fsblkcnt_t blocks = left <= 0 ? 0 : (fsblkcnt_t) left / size;
  if (*free_blocks > blocks) *free_blocks = blocks;
  if (*available > blocks) *available = blocks;
}

int statvfs(const char *path, struct statvfs *out) {
  int done = REAL(statvfs)(path, out);
  if (done == 0) see(&out->f_bfree, &out->f_bavail, out->f_frsize);
  return done;
}
int statvfs64(const char *path, struct statvfs64 *out) {
  int done = REAL(statvfs64)(path, out);
  if (done == 0) see((fsblkcnt_t *) &out->f_bfree, (fsblkcnt_t *) &out->f_bavail, out->f_frsize);
  return done;
}

static int truncate_to(int fd, int64_t length) {
  if (on_disk(fd) == 1) {
    pthread_mutex_lock(&lock);
    before_truncate(fd, (uint64_t) length);
    int done = (int) syscall(SYS_ftruncate, fd, length);
    pthread_mutex_unlock(&lock);
    return done;
  }
  return (int) syscall(SYS_ftruncate, fd, length);
}

int ftruncate(int fd, off_t length) { return truncate_to(fd, length); }
int ftruncate64(int fd, off64_t length) { return truncate_to(fd, length); }

static int allocate(int fd, int how, int64_t offset, int64_t length) {
  struct stat now;
  if (on_disk(fd) == 1 && budget && fstat(fd, &now) == 0) {
    /* Room that is only set aside is not counted: it would be counted again when it is written. */
    int64_t more = offset + length - now.st_size;
    pthread_mutex_lock(&lock);
    int full = more > 0 && *budget < more;
    if (!full && more > 0 && !(how & FALLOC_FL_KEEP_SIZE)) *budget -= more;
    pthread_mutex_unlock(&lock);
    if (full) { errno = ENOSPC; return -1; }
  }
  if (on_disk(fd) == 1 && !(how & FALLOC_FL_KEEP_SIZE) && fstat(fd, &now) == 0 && offset + length > now.st_size) {
    pthread_mutex_lock(&lock);
    record('T', now.st_ino, (uint64_t) (offset + length), (uint64_t) now.st_size, "", 0);
    int done = (int) syscall(SYS_fallocate, fd, how, offset, length);
    pthread_mutex_unlock(&lock);
    return done;
  }
  return (int) syscall(SYS_fallocate, fd, how, offset, length);
}

int fallocate(int fd, int how, off_t offset, off_t length) { return allocate(fd, how, offset, length); }
int fallocate64(int fd, int how, off64_t offset, off64_t length) { return allocate(fd, how, offset, length); }
int posix_fallocate(int fd, off_t offset, off_t length) { return allocate(fd, 0, offset, length) ? errno : 0; }
int posix_fallocate64(int fd, off64_t offset, off64_t length) { return allocate(fd, 0, offset, length) ? errno : 0; }

/* syncing */

static int sync_of(int fd, long call) {
  int kind = on_disk(fd);
  struct stat now;
  if (!kind || fstat(fd, &now) != 0) return (int) syscall(call, fd);
  if (wrong("sync-fails")) { errno = EIO; return -1; }
  if (wrong("sync-swallowed")) return 0;
  char path[PATH_MAX] = "";
  if (kind == 2) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = 0;
  }
  /* The real sync is left out: the kernel does not die in this test, and the undo log tells what was synced.
   * Changes wait for the lock, so what the log has before this record is what a sync would cover. */
  pthread_mutex_lock(&lock);
  if (kind == 1) record('S', now.st_ino, 0, 0, "", 0);
  if (kind == 2) record('D', now.st_ino, 0, 0, path, (uint32_t) strlen(path));
  pthread_mutex_unlock(&lock);
  return 0;
}

int fsync(int fd) { return sync_of(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_of(fd, SYS_fdatasync); }
int sync_file_range(int fd, off64_t offset, off64_t count, unsigned flags) {
  (void) fd; (void) offset; (void) count; (void) flags;
  return 0; /* promises nothing */
}

/* names */

static uint64_t keep(const char *path) {
  char link_path[PATH_MAX + 32];
  struct stat there;
  if (stat(path, &there) != 0 || !S_ISREG(there.st_mode)) return 0;
  uint64_t number = ++links;
  snprintf(link_path, sizeof link_path, "%s.%llu", undo_path, (unsigned long long) number);
  if (syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, link_path, 0) != 0) abort();
  return number;
}

static int rename_to(int from_at, const char *from, int to_at, const char *to, unsigned flags) {
  char one[PATH_MAX], two[PATH_MAX];
  if (undo < 0 || !whole(from_at, from, one) || !whole(to_at, to, two) || !is_ours(two))
    return (int) syscall(SYS_renameat2, from_at, from, to_at, to, flags);
  pthread_mutex_lock(&lock);
  uint64_t kept = keep(two);
  char both[2 * PATH_MAX];
  size_t first = strlen(one) + 1;
  memcpy(both, one, first);
  memcpy(both + first, two, strlen(two));
  struct stat there;
  record('R', stat(one, &there) == 0 ? there.st_ino : 0, kept, 0, both, (uint32_t) (first + strlen(two)));
  int done = (int) syscall(SYS_renameat2, from_at, from, to_at, to, flags);
  pthread_mutex_unlock(&lock);
  return done;
}

int rename(const char *from, const char *to) { return rename_to(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int from_at, const char *from, int to_at, const char *to) { return rename_to(from_at, from, to_at, to, 0); }
int renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags) {
  return rename_to(from_at, from, to_at, to, flags);
}

static int remove_at(int at, const char *path, int flags) {
  char name[PATH_MAX];
  if (undo < 0 || (flags & AT_REMOVEDIR) || !whole(at, path, name) || !is_ours(name))
    return (int) syscall(SYS_unlinkat, at, path, flags);
  struct stat there;
  pthread_mutex_lock(&lock);
  if (stat(name, &there) == 0 && S_ISREG(there.st_mode)) {
    record('U', there.st_ino, keep(name), 0, name, (uint32_t) strlen(name));
  }
  int done = (int) syscall(SYS_unlinkat, at, path, flags);
  pthread_mutex_unlock(&lock);
  return done;
}

int unlink(const char *path) { return remove_at(AT_FDCWD, path, 0); }
int unlinkat(int at, const char *path, int flags) { return remove_at(at, path, flags); }
int remove(const char *path) {
  struct stat there;
  return remove_at(AT_FDCWD, path, lstat(path, &there) == 0 && S_ISDIR(there.st_mode) ? AT_REMOVEDIR : 0);
}
int link(const char *from, const char *to) {
  char two[PATH_MAX];
  int done = (int) syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
  struct stat there;
  if (done == 0 && whole(AT_FDCWD, to, two) && is_ours(two) && stat(two, &there) == 0) {
    pthread_mutex_lock(&lock);
    record('C', there.st_ino, 0, 0, two, (uint32_t) strlen(two));
    pthread_mutex_unlock(&lock);
  }
  return done;
}
