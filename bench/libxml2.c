/*
 * Parses one file into libxml2's tree, so many times, and prints the nanoseconds of one parse.
 * Usage: libxml2 FILE TIMES
 */
#define _POSIX_C_SOURCE 200809L
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    FILE *file = fopen(argv[1], "rb");
    if (!file)
        return 2;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = malloc(size);
    if (!text || fread(text, 1, size, file) != (size_t)size)
        return 2;
    fclose(file);

    xmlInitParser();
    int times = atoi(argv[2]);
    double start = 0;
    /* one in front, to warm up */
    for (int i = -1; i < times; i++) {
        if (i == 0)
            start = now();
        xmlDocPtr document = xmlReadMemory(text, (int)size, NULL, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
        if (!document)
            return 1;
        xmlFreeDoc(document);
    }
    printf("%.0f\n", (now() - start) / times);
    free(text);
    xmlCleanupParser();
    return 0;
}
