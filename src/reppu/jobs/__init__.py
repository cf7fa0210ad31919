"""Work that outlasts a page: jobs in processes of their own, with progress, a schedule and a keeper. See README.md."""
