// A share that can stall: shows the folder FOLDER read-only at MOUNT, and answers nothing while the file CONTROL exists.
//   cc -O2 -o stalling-share stalling-share.c $(pkg-config --cflags --libs fuse3)   then   stalling-share FOLDER CONTROL MOUNT
#define FUSE_USE_VERSION 31
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse3/fuse.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *folder, *control;

static void stall(void) {
  while (access(control, F_OK) == 0) usleep(20000);
}

static const char *below(const char *path, char *room) {
  snprintf(room, 4096, "%s%s", folder, path);
  return room;
}

static void *start(struct fuse_conn_info *connection, struct fuse_config *config) {
  (void)connection;
  config->use_ino = 1;
  config->attr_timeout = config->entry_timeout = config->negative_timeout = 0;
  return NULL;
}

static int state_of(const char *path, struct stat *state, struct fuse_file_info *info) {
  char room[4096];
  (void)info;
  stall();
  return lstat(below(path, room), state) == -1 ? -errno : 0;
}

static int list(const char *path, void *into, fuse_fill_dir_t fill, off_t at, struct fuse_file_info *info, enum fuse_readdir_flags flags) {
  char room[4096];
  (void)at, (void)info, (void)flags;
  stall();
  DIR *open = opendir(below(path, room));
  if (open == NULL) return -errno;
  for (struct dirent *entry = readdir(open); entry != NULL; entry = readdir(open)) {
    struct stat state = { .st_ino = entry->d_ino, .st_mode = entry->d_type << 12 };
    if (fill(into, entry->d_name, &state, 0, 0)) break;
  }
  closedir(open);
  return 0;
}

static int open_file(const char *path, struct fuse_file_info *info) {
  char room[4096];
  stall();
  int descriptor = open(below(path, room), O_RDONLY);
  if (descriptor == -1) return -errno;
  info->fh = descriptor;
  return 0;
}

static int read_file(const char *path, char *into, size_t bytes, off_t at, struct fuse_file_info *info) {
  (void)path;
  stall();
  ssize_t count = pread(info->fh, into, bytes, at);
  return count == -1 ? -errno : (int)count;
}

static int close_file(const char *path, struct fuse_file_info *info) {
  (void)path;
  close(info->fh);
  return 0;
}

int main(int count, char **words) {
  if (count != 4) return 64;
  folder = words[1], control = words[2];
  static const struct fuse_operations acts = {
    .init = start, .getattr = state_of, .readdir = list, .open = open_file, .read = read_file, .release = close_file,
  };
  char *given[] = { words[0], "-f", "-o", "ro", words[3], NULL };
  return fuse_main(5, given, &acts, NULL);
}
