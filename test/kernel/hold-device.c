// SPDX-License-Identifier: MIT
// hold-device UUID: opens a mediated device through its VFIO group, as qemu does, says "held" and keeps it open until its standard
// input ends.
#include <errno.h>
#include <fcntl.h>
#include <linux/vfio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int sure(int result, const char *what) {
	if (result >= 0)
		return result;
	fprintf(stderr, "hold-device: %s: %s\n", what, strerror(errno));
	exit(1);
}

int main(int argc, char **argv) {
	char path[256], target[256];
	if (argc != 2) {
		fprintf(stderr, "usage: hold-device UUID\n");
		return 2;
	}
	snprintf(path, sizeof path, "/sys/bus/mdev/devices/%s/iommu_group", argv[1]);
	ssize_t length = readlink(path, target, sizeof target - 1);
	sure((int)length, path);
	target[length] = 0;
	const char *number = strrchr(target, '/');
	if (number == NULL) {
		fprintf(stderr, "hold-device: %s leads to no group\n", path);
		return 1;
	}
	snprintf(path, sizeof path, "/dev/vfio/%s", number + 1);
	int container = sure(open("/dev/vfio/vfio", O_RDWR), "/dev/vfio/vfio");
	int group = sure(open(path, O_RDWR), path);
	sure(ioctl(group, VFIO_GROUP_SET_CONTAINER, &container), "VFIO_GROUP_SET_CONTAINER");
	sure(ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1_IOMMU), "VFIO_SET_IOMMU");
	sure(ioctl(group, VFIO_GROUP_GET_DEVICE_FD, argv[1]), "VFIO_GROUP_GET_DEVICE_FD");
	puts("held");
	fflush(stdout);
	while (getchar() != EOF)
		;
	return 0;
}
