// SPDX-License-Identifier: MIT
// sysfs FILE: runs the looks that FILE lists, one on a line - "r PATH" opens, reads and closes, "l PATH" reads a link, "d PATH" reads
// a directory - once to warm up and once for the clock, and prints nanoseconds.
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static char buffer[65536];

static void look(const char *line) {
	const char *path = line + 2;
	if (line[0] == 'r') {
		int fd = openat(AT_FDCWD, path, O_RDONLY | O_NONBLOCK);
		if (fd < 0)
			return;
		if (read(fd, buffer, sizeof buffer) < 0)
			perror(path);
		close(fd);
	} else if (line[0] == 'l') {
		if (readlink(path, buffer, sizeof buffer) < 0)
			return;
	} else {
		DIR *directory = opendir(path);
		if (directory == NULL)
			return;
		while (readdir(directory) != NULL)
			;
		closedir(directory);
	}
}

int main(int argc, char **argv) {
	FILE *list = argc == 2 ? fopen(argv[1], "r") : NULL;
	if (list == NULL)
		return 2;
	char **lines = NULL, line[8192];
	size_t count = 0, room = 0;
	while (fgets(line, sizeof line, list) != NULL) {
		line[strcspn(line, "\n")] = 0;
		if (count == room)
			lines = realloc(lines, (room = room * 2 + 1024) * sizeof *lines);
		if (lines == NULL || (lines[count++] = strdup(line)) == NULL)
			return 1;
	}
	struct timespec begun, ended;
	for (int round = 0; round < 2; round++) {
		clock_gettime(CLOCK_MONOTONIC, &begun);
		for (size_t i = 0; i < count; i++)
			look(lines[i]);
		clock_gettime(CLOCK_MONOTONIC, &ended);
	}
	printf("%.0f\n", (double)(ended.tv_sec - begun.tv_sec) * 1e9 + (double)(ended.tv_nsec - begun.tv_nsec));
	return 0;
}
