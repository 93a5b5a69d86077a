"""A document as something to read: page, PDF, JSON, CSV. A face reads nothing but the document."""
